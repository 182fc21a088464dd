import { createHash, createHmac, generateKeyPairSync, hkdfSync, sign } from "node:crypto";
import { expect, it } from "vitest";
import { inhabited } from "@/tests/support/inhabited";
import { createApi } from "./create-api";

const protectedPaths = {
  pacspace: "/dashboard/auth/profile",
  balance: "/compat/balance/dashboard/auth/profile",
  panguard: "/compat/panguard/api/auth/me",
  pandora: "/compat/pandora/api/auth/sessions",
  quazzar: "/compat/quazzar/users/me",
} as const;

const base64url = (value: object | string) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

it("accepts only unexpired tokens that it signed for the same API", async () => {
  const { test, tokens } = await inhabited();
  const api = createApi(test.app);
  // Repeats the key derivation, so that some tokens are wrong only in their claims.
  const root = "test secret of at least thirty-two characters";
  const kid = createHash("sha256").update(`foyer key id\n${root}`).digest("base64url").slice(0, 8);
  const key = new Uint8Array(hkdfSync("sha256", root, "foyer", "access-token", 32));
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const now = Math.floor(test.clock.now().getTime() / 1000);

  for (const [audience, path] of Object.entries(protectedPaths)) {
    const token = tokens[audience as keyof typeof protectedPaths];
    const [header = "", body = "", signature = ""] = token.split(".");
    const claims: Record<string, unknown> = JSON.parse(Buffer.from(body, "base64url").toString());
    const forge = (head: object, payload: object | string = claims, hash = "sha256", by: Uint8Array | string = key) => {
      const input = `${base64url({ alg: "HS256", kid, typ: "at+jwt", ...head })}.${base64url(payload)}`;
      return `${input}.${createHmac(hash, by).update(input).digest("base64url")}`;
    };
    const signed = (head: object, with_: Parameters<typeof sign>[2], algorithm = "sha256") => {
      const input = `${base64url({ kid, typ: "at+jwt", ...head })}.${body}`;
      return `${input}.${sign(algorithm, Buffer.from(input), with_).toString("base64url")}`;
    };
    const publicKey = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
    const jwk = ec.publicKey.export({ format: "jwk" });
    const es256 = { key: ec.privateKey, dsaEncoding: "ieee-p1363" } as const;
    const wrong: Record<string, string> = {
      "alg none": `${base64url({ alg: "none", kid, typ: "at+jwt" })}.${body}.`,
      "alg nOnE with the old signature": `${base64url({ alg: "nOnE", kid, typ: "at+jwt" })}.${body}.${signature}`,
      "no signature": `${header}.${body}.`,
      "two parts": `${header}.${body}`,
      "HS512 under the same key": forge({ alg: "HS512" }, claims, "sha512"),
      "RS256 under somebody's key": signed({ alg: "RS256" }, rsa.privateKey),
      "HS256 under a public key": forge({}, claims, "sha256", publicKey),
      "ES256 with an embedded key": signed({ alg: "ES256", jwk }, es256),
      "ES256 with a key elsewhere": signed({ alg: "ES256", jku: "http://127.0.0.1:9/jwks.json" }, es256),
      "ES256 signed with zeros": `${base64url({ alg: "ES256", kid, typ: "at+jwt" })}.${body}.${base64url("\0".repeat(64))}`,
      "an embedded symmetric key": forge({ jwk: { kty: "oct", k: base64url("mine") } }, claims, "sha256", "mine"),
      "another audience": forge({}, { ...claims, aud: "another" }),
      "no audience": forge({}, { ...claims, aud: undefined }),
      "another issuer": forge({}, { ...claims, iss: "https://evil.example" }),
      "another type": forge({ typ: "JWT" }),
      "no type": forge({ typ: undefined }),
      "expired a second ago": forge({}, { ...claims, exp: now - 1 }),
      "expired 31 seconds ago": forge({}, { ...claims, exp: now - 31 }),
      "without an end": forge({}, { ...claims, exp: undefined }),
      "not yet good": forge({}, { ...claims, nbf: now + 3600 }),
      "another person's session": forge({}, { ...claims, sub: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11" }),
      "no session": forge({}, { ...claims, sid: undefined }),
      "a session of SQL": forge({}, { ...claims, sid: "' OR 1=1 --" }),
      "a session that is no text": forge({}, { ...claims, sid: { not: "" } }),
      "an unknown critical header": forge({ crit: ["exp"] }),
      "an unencoded payload": forge({ b64: false, crit: ["b64"] }),
      "a claim twice": `${header}.${base64url(`{"sub":"x",${JSON.stringify(claims).slice(1)}`)}.${signature}`,
      "a payload that is no JSON": forge({}, "not json"),
      "kid of a path": forge({ kid: "../../../../dev/null" }, claims, "sha256", ""),
      "kid of SQL": forge({ kid: "x' UNION SELECT 'key" }, claims, "sha256", "key"),
      "kid of 10 kB": forge({ kid: "x".repeat(10_240) }),
      "no kid": forge({ kid: undefined }),
    };
    const ask = async (sent: string) =>
      (await api.request(`http://localhost:3000${path}`, { headers: { authorization: `Bearer ${sent}` } })).status;
    expect(await ask(forge({})), "forged with everything right, so that the refusals mean what they say").toBe(200);
    for (const [what, sent] of Object.entries(wrong)) {
      expect({ audience, what, status: await ask(sent) }).toEqual({ audience, what, status: 401 });
    }
  }
});
