import fc from "fast-check";

const long = (length: number) => "a".repeat(length);
const nastyValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  7,
  0.5,
  1e308,
  -1e308,
  2 ** 53,
  -(2 ** 63),
  1e21,
  "",
  " ",
  "null",
  "undefined",
  "NaN",
  "[object Object]",
  [],
  {},
  ["a"],
  [null],
  [[[[]]]],
  { contains: "@" },
  { not: "" },
  { $ne: 1 },
  { set: 1 },
  { increment: 1 },
  { toString: "x" },
  ..."\0 a\0b \ud800 \udfff. \u001b[31m \u0085 \u2028 \u202e \ufeff \u200b \u00ad".split(" "),
  ..."x\r\nBcc:evil@x =HYPERLINK(1) {{7*7}} <%=7*7%> %00 %n%s ../../etc/passwd 1;DROP/**/TABLE ' \" \\ \\u0000 <img/src=x> １２３４５６ 𝟏𝟐𝟑".split(
    " ",
  ),
  "' OR 1=1 --",
  "jane@company.com, evil@x.com",
  '"evil@x"@company.com',
  "jane＠company.com",
  "mıke@company.com",
  "@",
  "a@b",
  "٣",
  "é".normalize("NFD"),
  "ﬁ",
  "İ",
  "👩‍👩‍👧‍👦",
  "🔑".repeat(129),
  "1e999",
  "0x10",
  "-0",
  "+1",
  "1_000",
  "00000000-0000-0000-0000-000000000000",
  long(300),
  long(5_000),
  long(66_000),
  "9".repeat(400),
  Array.from({ length: 300 }, () => 1),
  Array.from({ length: 200 }, () => ({})),
];
const strangeKeys = [
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "role",
  "isAdmin",
  "tenantId",
  "id",
  "emailVerified",
  "isVerified",
  "plan",
  "status",
  "mfaEnabled",
  "createdAt",
  "passwordHash",
  "",
  " ",
  "\0",
  "\ud800",
  "a.b",
  "$where",
  long(1_000),
];

export type Mutation = { act: "replace" | "remove" | "add" | "wrap"; at: number; value: unknown; key: string };

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(
  fc.record({
    act: fc.constantFrom("replace", "replace", "replace", "remove", "add", "wrap"),
    at: fc.nat(1_000),
    value: fc.constantFrom(...nastyValues),
    key: fc.constantFrom(...strangeKeys),
  }),
  { minLength: 1, maxLength: 2 },
);

export function mutate(value: unknown, { act, at, key, value: nasty }: Mutation): unknown {
  if (act === "wrap") return at % 2 === 0 ? [value] : { value };
  if (typeof value !== "object" || value === null) return nasty;
  const entries = Object.entries(value);
  if (act === "add" || entries.length === 0) return { ...value, [key]: nasty };
  const [chosen = "", inner] = entries[at % entries.length] ?? [];
  const goesDeeper = typeof inner === "object" && inner !== null && at % 3 !== 0;
  const replaced = goesDeeper ? mutate(inner, { act, at: at >> 2, key, value: nasty }) : nasty;
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === chosen ? replaced : one));
  const rest = Object.fromEntries(entries.filter(([name]) => name !== chosen));
  return act === "remove" && !goesDeeper ? rest : { ...rest, [chosen]: replaced };
}
