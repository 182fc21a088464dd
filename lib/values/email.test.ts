import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalEmail } from "./email";

describe("an address", () => {
  it.each([
    ["jane@company.com", "jane@company.com"],
    ["  Jane.Doe+x@Company.COM ", "jane.doe+x@company.com"],
    ["o'neil@xn--bcher-kva.example", "o'neil@xn--bcher-kva.example"],
    ["max@müller.de", "max@xn--mller-kva.de"],
    ["MAX@Müller.DE", "max@xn--mller-kva.de"],
    ["max@mail.例え.テスト", "max@mail.xn--r8jz45g.xn--zckzah"],
    ["jane@\u200bcompany\u200b.\u200bcom", "jane@company.com"],
    ["\ufeffjane@company.com\u2060", "jane@company.com"],
    ["\u202ajane@company.com\u202c", "jane@company.com"],
  ])("%j is %j", (typed, canonical) => {
    expect(canonicalEmail(typed)).toBe(canonical);
  });

  it.each([
    ["a look-alike at sign that NFKC would fold", "victim＠evil.com"],
    ["a path in a domain of other letters", "victim@mü/evil.com"],
    ["a port in a domain of other letters", "victim@mü:80.com"],
    ["letters of a domain that fold to ASCII", "victim@ｅxample.com"],
    ["a domain that is an address in other digits", "victim@１２７.０.０.１"],
    ["letters outside ASCII before the at sign", "jörg@company.com"],
    ["a dotless i that case folding would fold", "mıke@company.com"],
    ["a Kelvin sign that lower case would fold", "\u212aim@company.com"],
    ["two addresses", "victim@company.com,evil@company.com"],
    ["a quoted local part", '"evil@x"@victim.com'],
    ["a display name", "Jane <jane@company.com>"],
    ["a line break", "jane@company.com\r\nBcc: evil@company.com"],
    ["an encoded line break", "jane@company.com%0acc:evil@company.com"],
    ["a NUL", "jane\u0000@company.com"],
    ["a lone surrogate", "jane\ud800@company.com"],
    ["no domain", "jane@"],
    ["no dot in the domain", "jane@localhost"],
    ["a dot at the start", ".jane@company.com"],
    ["two dots", "ja..ne@company.com"],
    ["a domain label that starts with a hyphen", "jane@-company.com"],
    ["an address literal", "jane@[127.0.0.1]"],
    ["a long local part", `${"a".repeat(65)}@company.com`],
    ["a long address", `jane@${"a.".repeat(130)}com`],
    ["nothing", ""],
  ])("is invalid with %s", (_, typed) => {
    expect(canonicalEmail(typed)).toBeNull();
  });

  it("is lower-case printable ASCII and stable when valid", () => {
    const typed = fc.oneof(
      fc.emailAddress(),
      fc.string({ unit: "binary" }),
      fc.emailAddress().map((a) => a.toUpperCase()),
    );
    fc.assert(
      fc.property(typed, (address) => {
        const canonical = canonicalEmail(address);
        if (canonical === null) return;
        expect(canonical).toMatch(/^[\x21-\x7e]+$/);
        expect(canonical).toBe(canonical.toLowerCase());
        expect(canonical.split("@")).toHaveLength(2);
        expect(canonicalEmail(canonical)).toBe(canonical);
      }),
    );
  });
});
