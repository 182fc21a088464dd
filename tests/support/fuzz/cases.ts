import fc from "fast-check";
import { type Credential, credentials, type Fixtures } from "./fixtures";
import { type Mutation, mutate, mutations } from "./mutate";
import { byteMutations, contentTypes, strangeIds, strangeQueries, textMutations } from "./mutate-text";
import type { Operation } from "./operations";
import { stringsFor, valuesOf } from "./values";

/** One input, independent of ids and tokens. */
export interface Case {
  operation: Operation;
  credential: Credential;
  method: string;
  path: string;
  query: string;
  headers: [string, string][];
  contentType: string;
  text: string | null;
  /** Index into the byte mutations, or null. */
  bytes: number | null;
}

const long = "x".repeat(8_192);
const strangeHeaders: [string, string][] = [
  ...[
    "Bearer",
    "Bearer ",
    "Bearer %",
    "Basic Og==",
    "bearer null",
    "Bearer a.b.c",
    "Token x",
    `Bearer ${long}`,
    "Bearer fy_x_y",
    "Bearer ..",
    "Bearer a b",
  ].map((value): [string, string] => ["authorization", value]),
  ["authorization", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwic2lkIjoiMSJ9."],
  ...[
    "foyer_access=",
    "foyer_access",
    ";;;===",
    "foyer_access=%zz",
    "foyer_refresh=..",
    `foyer_access=${long}`,
    `${"a=b; ".repeat(500)}`,
    "foyer_refresh=@@strange@@.1.x",
    "foyer_device=\u00ff",
    "__proto__=1",
  ].map((value): [string, string] => ["cookie", value]),
  ...["https://evil.example", "null", "http://localhost:3000", "http://localhost:3000.evil.example", "\u00e9"].map(
    (value): [string, string] => ["origin", value],
  ),
  ["accept-language", long],
  ["accept-language", "de;q=NaN, \u00ff"],
  ["accept", "text/html"],
  ["content-encoding", "gzip"],
  ["x-pacspace-csrf", "0"],
  ["x-http-method-override", "DELETE"],
  ["x-request-id", "<script>"],
  ["x-forwarded-for", "1.2.3.4, \u00ff"],
  ["forwarded", "for=unknown;host=evil"],
  ["user-agent", `\u001b[31m${long}`],
  ["user-agent", '{"level":50}'],
  ["range", "bytes=0-1"],
  ["if-none-match", "*"],
  ["expect", "100-continue"],
  ["sec-fetch-site", "cross-site"],
  ["x-middleware-subrequest", "middleware"],
];
const otherMethods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"];

const known = new Map<Operation, fc.Arbitrary<Case>>();

export function anyCase(operations: Operation[]): fc.Arbitrary<Case> {
  return fc.constantFrom(...operations).chain((operation) => {
    const cases = known.get(operation) ?? casesOf(operation);
    known.set(operation, cases);
    return cases;
  });
}

function casesOf(operation: Operation): fc.Arbitrary<Case> {
  return fc
    .record({
      credential: fc.constantFrom(...credentials),
      method: mostly(fc.constant(operation.method), fc.constantFrom(...otherMethods), 30),
      path: pathsOf(operation),
      query: queriesOf(operation),
      headers: fc.oneof(
        { weight: 3, arbitrary: fc.constant<[string, string][]>([]) },
        { weight: 1, arbitrary: fc.array(fc.constantFrom(...strangeHeaders), { minLength: 1, maxLength: 2 }) },
      ),
      contentType: mostly(fc.constant("application/json"), fc.constantFrom(...contentTypes), 15),
      text: bodiesOf(operation),
      bytes: fc.oneof(
        { weight: 25, arbitrary: fc.constant(null) },
        { weight: 1, arbitrary: fc.nat(byteMutations.length - 1) },
      ),
    })
    .map((parts) => ({ ...parts, operation }));
}

function mostly<Value>(usual: fc.Arbitrary<Value>, other: fc.Arbitrary<Value>, weight: number): fc.Arbitrary<Value> {
  return fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: other });
}

const owners: [RegExp, string][] = [
  [/access-requests/, "requestId"],
  [/users\/sessions|auth\/sessions/, "sessionId"],
  [/api-keys/, "keyId"],
  [/projects/, "projectId"],
  [/access-rules/, "access-rules"],
  [/reply-templates/, "reply-templates"],
  [/webhooks/, "webhooks"],
  [/invitations/, "invitationId"],
  [/mails/, "mailId"],
  [/tenants/, "tenantId"],
  [/users|members/, "userId"],
];

function pathsOf({ path }: Operation): fc.Arbitrary<string> {
  if (!path.includes("{id}"))
    return mostly(fc.constant(path), fc.constantFrom(`${path}/`, `${path}/x`, `${path}//`, `${path}%00`), 60);
  const [, owner = "uuid"] = owners.find(([pattern]) => pattern.test(path)) ?? [];
  const ids = fc.oneof(
    { weight: 5, arbitrary: fc.constant(`@@${owner}@@`) },
    { weight: 1, arbitrary: fc.constantFrom("@@uuid@@", "@@approvedId@@", "@@adminId@@", "@@userId@@") },
    { weight: 1, arbitrary: fc.constantFrom(...strangeIds) },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())) },
  );
  return ids.map((id) => path.replace("{id}", id));
}

function queriesOf({ query, method }: Operation): fc.Arbitrary<string> {
  const names = Object.keys(query);
  const strange = fc.constantFrom(...strangeQueries);
  if (names.length === 0) return mostly(fc.constant(""), strange, method === "GET" ? 3 : 30);
  const pairs = fc.array(
    fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant(name), parameters(query[name], name))),
    { minLength: 1, maxLength: 4 },
  );
  return mostly(
    pairs.map((given) => `?${given.map(([name, value]) => `${name}=${value}`).join("&")}`),
    strange,
    4,
  );
}

function parameters(schema: object | undefined, name: string): fc.Arbitrary<string> {
  const fitting = valuesOf(schema ?? {}, { paths: {} }, name).map((value) =>
    typeof value === "object" ? "" : String(value),
  );
  return fc
    .oneof(
      fitting,
      fitting,
      stringsFor(name),
      fc.constantFrom("", "-1", "0", "1e400", "NaN", "null", "\0", "\ud800", "9".repeat(30), "true", "[]"),
    )
    .map((value) => (value.startsWith("@@") ? value : encodeURIComponent(value.toWellFormed())));
}

function bodiesOf({ body, document, example, method }: Operation): fc.Arbitrary<string | null> {
  if (method === "GET" && !body) return fc.constant(null);
  const fitting = fc.oneof(
    { weight: 3, arbitrary: valuesOf(body ?? { type: "object" }, document) },
    { weight: 1, arbitrary: fc.constant(example ?? {}) },
  );
  const mutated = fc
    .tuple(fitting, mutations)
    .map(([value, acts]) => acts.reduce((left: unknown, act: Mutation) => mutate(left, act), value));
  const written = (value: unknown) => JSON.stringify(value) ?? "";
  return fc.oneof(
    { weight: 4, arbitrary: fitting.map(written) },
    { weight: 6, arbitrary: mutated.map(written) },
    {
      weight: 3,
      arbitrary: fc.tuple(fitting, fc.constantFrom(...textMutations)).map(([value, mutate]) => mutate(written(value))),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );
}

/** The input as a request; null when no client could send it. */
export function requestOf(one: Case, fixtures: Fixtures, origin: string): Request | null {
  const { api } = one.operation;
  const headers = new Headers(fixtures.headersOf(one.credential, api));
  for (const [name, value] of one.headers) headers.set(name, fixtures.fill(value));
  const isRead = one.method === "GET" || one.method === "HEAD";
  const text = one.text === null || isRead ? null : fixtures.fill(one.text);
  if (text !== null && one.contentType !== "") headers.set("content-type", one.contentType);
  const body = text === null ? null : (byteMutations[one.bytes ?? -1]?.(text) ?? Buffer.from(text));
  const url = URL.parse(`${origin}${fixtures.fill(one.path)}${fixtures.fill(one.query)}`);
  if (!url || !/^\/(?:dashboard|compat\/(?:balance|panguard|pandora|quazzar))(?:\/|$)/.test(url.pathname)) return null;
  return new Request(url, { method: one.method, headers, ...(body === null ? {} : { body }) });
}

export function describeCase({ operation, ...one }: Case): string {
  const text =
    one.text === null || one.text.length < 600 ? one.text : `${one.text.slice(0, 600)}… (${one.text.length})`;
  return JSON.stringify({ ...one, text, headers: one.headers.map(([name, value]) => [name, value.slice(0, 80)]) });
}
