import fc from "fast-check";
import type { JsonSchema, OpenApiDocument } from "./operations";

/** `@@name@@` is replaced by a value of the fixtures. */
const marked = (...names: string[]) => names.map((name) => `@@${name}@@`);

const known: [RegExp, readonly string[]][] = [
  [
    /email$/i,
    [...marked("email", "adminEmail", "mfaEmail", "applicantEmail"), "new@company.example", "jane@gmail.com"],
  ],
  [/password/i, [...marked("password"), "another good secret 7", "SecurePass1 and more", "password123", "short"]],
  [/mfaTicket/, marked("mfaTicket")],
  [/refreshToken/, marked("pandoraRefresh", "refresh")],
  [/token$/i, marked("approvalToken", "resetToken", "verifyToken", "invitationToken", "changeToken", "strange")],
  [/^(code|totpCode|totp_code|backupCode)$/, [...marked("totp", "recoveryCode"), "123456", "000000"]],
  [/^assigneeId$|^memberId$/, marked("adminId", "userId")],
  [/projectIds|^projectId$/i, marked("projectId")],
  [/^ids?$|Ids?$/, marked("requestId", "userId", "projectId", "keyId", "uuid")],
  [/slug/, ["checkout", "a-b-c", "Checkout!"]],
  [/url/i, ["https://hooks.example/in", "http://127.0.0.1:1/", "ftp://x/", "javascript:alert(1)"]],
  [/confirmation/, ["delete", "@@applicantEmail@@"]],
  [/cursor/, ["@@cursor@@", "eyJhIjoxfQ", "e30", "bnVsbA", "W10", "////", "MjAyNi0wMS0wMVQwMDowMDowMC4wMDBaLHg"]],
  [
    /until|expiresAt|since|from|^to$|before|after/i,
    ["2026-03-09T09:00:00.000Z", "2026-03-02", "0000-00-00", "+275760-09-13T00:00:00Z"],
  ],
  [/phone/, ["+49 30 1234567", "+1"]],
  [/buyerMode/i, ["DIRECT_INFERENCE_VENDOR", "RESEARCH"]],
];

const plainText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("Jane Doe", "Acme Inc", "Checkout", "Größe & Co.", "x", "We record usage.") },
  { weight: 1, arbitrary: fc.string({ maxLength: 60, unit: "grapheme" }) },
);

export function valuesOf(schema: JsonSchema, document: OpenApiDocument, name = ""): fc.Arbitrary<unknown> {
  if (schema.$ref) {
    const target = document.components?.schemas?.[schema.$ref.split("/").at(-1) ?? ""];
    return target ? valuesOf(target, document, name) : fc.constant(null);
  }
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map((one) => valuesOf(one, document, name)));
  if (schema.allOf) return valuesOf(Object.assign({}, ...schema.allOf) as JsonSchema, document, name);
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => valuesOf({ ...schema, type }, document, name)));
  }
  return ofType(schema, document, name);
}

function ofType(schema: JsonSchema, document: OpenApiDocument, name: string): fc.Arbitrary<unknown> {
  const { items = {}, maximum = 100, minimum = 0, properties = {}, required = [], type } = schema;
  switch (type) {
    case "string":
      return stringsFor(name, schema.format);
    case "integer":
      return fc.integer({ min: Math.max(minimum, -1e6), max: Math.min(maximum, 1e6) });
    case "number":
      return fc.double({ min: Math.max(minimum, -1e6), max: Math.min(maximum, 1e6), noNaN: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(valuesOf(items, document, name), { maxLength: 3 });
    case "object": {
      const model = Object.fromEntries(
        Object.entries(properties).map(([field, inner]) => [field, valuesOf(inner, document, field)]),
      );
      return fc.record(model, { requiredKeys: required.filter((field) => field in model) });
    }
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

export function stringsFor(name: string, format?: string): fc.Arbitrary<string> {
  const [, values] = known.find(([pattern]) => pattern.test(name)) ?? [];
  if (values)
    return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: plainText });
  if (format === "uuid")
    return fc.oneof(fc.constantFrom(...marked("uuid", "userId", "requestId", "projectId")), fc.uuid());
  if (format === "date-time") return fc.constantFrom("2026-03-09T09:00:00.000Z", "2026-03-02T09:00:00Z", "yesterday");
  return plainText;
}
