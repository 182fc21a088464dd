import { describe, expect, it } from "vitest";
import { accessRuleFormSchema, accessRuleSchema, canonicalPattern, matchesRule } from "./access-rules";

describe("a pattern", () => {
  it("has one canonical spelling", () => {
    for (const typed of ["acme.com", " Acme.COM ", "@acme.com", "*.acme.com"]) {
      expect(canonicalPattern(typed)).toBe("acme.com");
    }
    expect(canonicalPattern("Jane@Acme.com")).toBe("jane@acme.com");
    expect(canonicalPattern("müller.de")).toBe("xn--mller-kva.de");
    // Cyrillic а, so another domain.
    expect(canonicalPattern("аcme.com")).toBe("xn--cme-5cd.com");
  });

  it("is a domain or an email address, never a whole top-level domain", () => {
    for (const typed of [
      "",
      "com",
      "*",
      "*.com",
      "@",
      "a b.com",
      "acme..com",
      "jane@",
      "https://acme.com",
      "127.0.0.1",
      "*.10.0.0.7",
      "0x7f.0x1",
      "[::1]",
    ]) {
      expect(canonicalPattern(typed)).toBeNull();
    }
  });
});

describe("a rule", () => {
  const list = (...patterns: string[]) => ({ subject: "list" as const, patterns });
  const from = (email: string) => ({ email, domainKind: "CORPORATE" as const });

  it("matches its domains and their subdomains, not domains with the same ending", () => {
    expect(matchesRule(list("acme.com"), from("jane@acme.com"))).toBe(true);
    expect(matchesRule(list("acme.com"), from("jane@mail.eu.acme.com"))).toBe(true);
    expect(matchesRule(list("acme.com"), from("jane@notacme.com"))).toBe(false);
    expect(matchesRule(list("acme.com"), from("jane@acme.com.evil.example"))).toBe(false);
  });

  it("matches only the address that it lists", () => {
    expect(matchesRule(list("jane@acme.com"), from("jane@acme.com"))).toBe(true);
    expect(matchesRule(list("jane@acme.com"), from("john@acme.com"))).toBe(false);
  });

  it("matches by kind of domain", () => {
    const free = { email: "jane@gmail.com", domainKind: "FREE" as const };
    expect(matchesRule({ subject: "free_mail", patterns: [] }, free)).toBe(true);
    expect(matchesRule({ subject: "disposable", patterns: [] }, free)).toBe(false);
  });

  it("is invalid without a pattern", () => {
    const refused = accessRuleSchema.safeParse({ name: "Trusted", subject: "list", effect: "approve" });
    expect(refused.error?.issues).toMatchObject([{ path: ["patterns"], message: "required" }]);
  });

  it("takes patterns by line or comma, without duplicates", () => {
    const form = { name: "Trusted", subject: "list", effect: "approve", patterns: "acme.com\n@beta.org, ACME.com" };
    expect(accessRuleFormSchema.parse(form).patterns).toEqual(["acme.com", "beta.org"]);
  });
});
