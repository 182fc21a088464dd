import { describe, expect, it } from "vitest";
import {
  changeEmailSchema,
  logInSchema,
  phoneSchema,
  registerSchema,
  requestAccessSchema,
  stepUpSchema,
  updateProfileSchema,
} from "./forms";

const request = {
  name: "Jane",
  email: "jane@company.com",
  organization: "Acme",
  buyerMode: "RESEARCH",
  useCase: "Because.",
};
const registration = { name: "Jane", email: "jane@company.com", password: "long enough", organization: "Acme" };

describe("input", () => {
  it.each(["role", "isAdmin", "emailVerified", "tenantId", "plan", "status", "id", "constructor"])(
    "rejects the field %s",
    (field) => {
      expect(registerSchema.safeParse({ ...registration, [field]: "x" }).success).toBe(false);
      expect(requestAccessSchema.safeParse({ ...request, [field]: "x" }).success).toBe(false);
      expect(updateProfileSchema.safeParse({ name: "Jane", [field]: "x" }).success).toBe(false);
    },
  );

  it("ignores the field __proto__", () => {
    const smuggled: unknown = JSON.parse('{"name":"Jane","__proto__":{"isAdmin":true}}');
    const parsed = updateProfileSchema.safeParse(smuggled);
    expect(parsed.success && "isAdmin" in parsed.data).toBe(false);
  });

  it.each([{ not: "" }, { contains: "@" }, ["a@b.example", "c@d.example"], 42, null, true])(
    "rejects %j in place of text",
    (value) => {
      expect(logInSchema.safeParse({ email: value, password: "x" }).success).toBe(false);
      expect(logInSchema.safeParse({ email: "a@b.example", password: value }).success).toBe(false);
      expect(changeEmailSchema.safeParse({ newEmail: value, currentPassword: "x" }).success).toBe(false);
    },
  );

  it.each(["\u0000", "a\u0000b", "\ud800", "a\u001b[31m", "x\r\nBcc: evil", "\u2028", "\u0085", " ", ""])(
    "rejects the name %j",
    (name) => {
      expect(requestAccessSchema.safeParse({ ...request, name }).success).toBe(false);
    },
  );

  it("is trimmed and normalized, in any script", () => {
    const parsed = requestAccessSchema.parse({
      ...request,
      name: "  Zoe\u0308 李 \u0639\u0631\u0628\u064a ",
      useCase: "a\r\nb\n",
    });
    expect(parsed).toMatchObject({ name: "Zo\u00eb 李 \u0639\u0631\u0628\u064a", useCase: "a\nb" });
  });
});

describe("a phone number", () => {
  it.each(["+49 30 1234567", "030/1234-567", "(555) 123-4567", "+1.555.123.4567", ""])("may be %j", (phone) => {
    expect(phoneSchema.safeParse(phone).success).toBe(true);
  });

  it.each(["call me", "+", "12", "1".repeat(65), "123456789\u0000", "١٢٣٤٥٦٧"])("is not %j", (phone) => {
    expect(phoneSchema.safeParse(phone).success).toBe(false);
  });
});

describe("a step-up", () => {
  it("takes exactly one credential", () => {
    expect(stepUpSchema.safeParse({ password: "x" }).success).toBe(true);
    expect(stepUpSchema.safeParse({ code: "123456" }).success).toBe(true);
    expect(stepUpSchema.safeParse({ password: "x", code: "123456" }).success).toBe(false);
    expect(stepUpSchema.safeParse({}).success).toBe(false);
  });
});
