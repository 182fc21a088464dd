import { createHash, hkdfSync } from "node:crypto";
import { SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import type { AccessTokenClaims } from "@/lib/core/kernel/ports";
import { createSecrets } from "./secrets";

const secret = "the present secret, of more than thirty-two characters";
const older = "the older secret, of more than thirty-two characters";
const now = new Date("2026-03-02T09:00:00.000Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

const claims: AccessTokenClaims = { userId: "user-1", sessionId: "session-1", audience: "api", expiresAt: later(900) };

const present = createSecrets({ secret, previous: null });
const rotated = createSecrets({ secret, previous: older });
const beforeRotation = createSecrets({ secret: older, previous: null });

function keyOf(root: string): { kid: string; key: Uint8Array } {
  const kid = createHash("sha256").update(`foyer key id\n${root}`).digest("base64url").slice(0, 8);
  return { kid, key: new Uint8Array(hkdfSync("sha256", root, "foyer", "access-token", 32)) };
}

interface Forgery {
  header?: Record<string, string>;
  payload?: Record<string, unknown>;
  audience?: string;
  issuer?: string;
  root?: string;
  expires?: boolean;
}

function forge({ header = {}, payload = { sid: "session-1" }, ...rest }: Forgery = {}): Promise<string> {
  const { kid, key } = keyOf(rest.root ?? secret);
  const token = new SignJWT(payload)
    .setProtectedHeader({ alg: "HS256", kid, typ: "at+jwt", ...header })
    .setIssuer(rest.issuer ?? "foyer")
    .setAudience(rest.audience ?? "api")
    .setSubject("user-1")
    .setIssuedAt(now);
  if (rest.expires !== false) token.setExpirationTime(later(900));
  return token.sign(key);
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

function alter(text: string, at: number): string {
  const other = text.at(at) === "A" ? "B" : "A";
  return `${text.slice(0, at)}${other}${text.slice(at + 1)}`;
}

describe("an access token", () => {
  it("gives back its claims until the moment it expires", async () => {
    const token = await present.signAccessToken(claims, now);
    expect(await present.verifyAccessToken(token, "api", now)).toEqual(claims);
    expect(await present.verifyAccessToken(token, "api", later(899))).toEqual(claims);
    expect(await present.verifyAccessToken(token, "api", later(900))).toBeNull();
  });

  it("is never the same twice", async () => {
    const tokens = await Promise.all([1, 2, 3].map(() => present.signAccessToken(claims, now)));
    expect(new Set(tokens).size).toBe(3);
  });

  it("is nothing to another audience", async () => {
    const token = await present.signAccessToken(claims, now);
    expect(await present.verifyAccessToken(token, "web", now)).toBeNull();
  });

  it("is nothing under another secret", async () => {
    const token = await beforeRotation.signAccessToken(claims, now);
    expect(await present.verifyAccessToken(token, "api", now)).toBeNull();
  });

  it("is nothing once any part of it is altered", async () => {
    const token = await present.signAccessToken(claims, now);
    const middles = token.split(".").map((part, index, parts) => {
      const before = parts.slice(0, index).join(".").length;
      return before + Math.floor(part.length / 2) + 1;
    });
    for (const at of middles) expect(await present.verifyAccessToken(alter(token, at), "api", now)).toBeNull();
  });

  it("is nothing without a signature", async () => {
    const { kid } = keyOf(secret);
    const payload = { sid: "session-1", sub: "user-1", aud: "api", iss: "foyer", exp: later(900).getTime() / 1000 };
    for (const alg of ["none", "None", "HS256"]) {
      const unsigned = `${encode({ alg, kid, typ: "at+jwt" })}.${encode(payload)}.`;
      expect(await present.verifyAccessToken(unsigned, "api", now)).toBeNull();
    }
  });

  it("is accepted when forged with everything right, so the next refusals mean what they say", async () => {
    expect(await present.verifyAccessToken(await forge(), "api", now)).toEqual(claims);
  });

  it.each<[string, Forgery]>([
    ["another type", { header: { typ: "JWT" } }],
    ["another algorithm", { header: { alg: "HS512" } }],
    ["an unknown key id", { header: { kid: "unknown0" } }],
    ["another issuer", { issuer: "somebody" }],
    ["the present key's id on another key", { root: older, header: { kid: keyOf(secret).kid } }],
    ["no session", { payload: {} }],
    ["a session that is no text", { payload: { sid: 7 } }],
    ["no end", { expires: false }],
  ])("is nothing with %s", async (_name, forgery) => {
    expect(await present.verifyAccessToken(await forge(forgery), "api", now)).toBeNull();
  });

  it.each(["", ".", "..", "a.b.c", "not a token"])("is not %j", async (text) => {
    expect(await present.verifyAccessToken(text, "api", now)).toBeNull();
  });

  it("of the previous secret is still good after a rotation, and the new secret signs", async () => {
    const old = await beforeRotation.signAccessToken(claims, now);
    expect(await rotated.verifyAccessToken(old, "api", now)).toEqual(claims);
    const fresh = await rotated.signAccessToken(claims, now);
    expect(await present.verifyAccessToken(fresh, "api", now)).toEqual(claims);
    expect(await beforeRotation.verifyAccessToken(fresh, "api", now)).toBeNull();
  });
});

describe("a sealed value", () => {
  const context = "users|totp|1";
  const sealed = present.seal("totp", "hidden wörds", context);

  it("opens where it was sealed, and shows nothing of itself", () => {
    expect(present.open("totp", sealed, context)).toBe("hidden wörds");
    expect(Buffer.from(sealed.split(".")[1] ?? "", "base64url").toString()).not.toContain("hidden");
    expect(present.seal("totp", "hidden wörds", context)).not.toBe(sealed);
    expect(present.open("totp", present.seal("totp", "", context), context)).toBe("");
  });

  it("does not open in another row, column or table, or for another purpose", () => {
    for (const other of ["users|totp|2", "users|email|1", "mails|totp|1", ""]) {
      expect(() => present.open("totp", sealed, other)).toThrow();
    }
    expect(() => present.open("mail", sealed, context)).toThrow();
  });

  it("does not open once any character of it is altered", () => {
    const start = sealed.indexOf(".") + 1;
    // The last character has unused bits.
    for (let at = start; at < sealed.length - 1; at += 1) {
      expect(() => present.open("totp", alter(sealed, at), context)).toThrow();
    }
  });

  it("does not open when it is cut short or no sealed value at all", () => {
    for (const length of [0, 4, 9, 12, 30, sealed.length - 4]) {
      expect(() => present.open("totp", sealed.slice(0, length), context)).toThrow();
    }
    expect(() => present.open("totp", "hidden words", context)).toThrow();
  });

  it("of the previous secret opens after a rotation, and not once that is dropped", () => {
    const old = beforeRotation.seal("totp", "words", context);
    expect(rotated.open("totp", old, context)).toBe("words");
    expect(() => present.open("totp", old, context)).toThrow("a key that is not configured");
    const fresh = rotated.seal("totp", "words", context);
    expect(present.open("totp", fresh, context)).toBe("words");
  });
});

describe("a MAC", () => {
  const mac = present.mac("unsubscribe", "user-1");

  it("is the same for the same purpose and message", () => {
    expect(present.mac("unsubscribe", "user-1")).toBe(mac);
    expect(present.verifyMac("unsubscribe", "user-1", mac)).toBe(true);
  });

  it("is no good for another purpose, message or secret", () => {
    expect(present.verifyMac("login", "user-1", mac)).toBe(false);
    expect(present.verifyMac("unsubscribe", "user-2", mac)).toBe(false);
    expect(beforeRotation.verifyMac("unsubscribe", "user-1", mac)).toBe(false);
  });

  it.each(["", "short", "*".repeat(43), mac.slice(0, -2), `${mac}AAAA`, alter(mac, 5)])("is not %j", (malformed) => {
    expect(present.verifyMac("unsubscribe", "user-1", malformed)).toBe(false);
  });

  it("of the previous secret is good until that is dropped", () => {
    const old = beforeRotation.mac("unsubscribe", "user-1");
    expect(rotated.verifyMac("unsubscribe", "user-1", old)).toBe(true);
    expect(present.verifyMac("unsubscribe", "user-1", old)).toBe(false);
    expect(rotated.mac("unsubscribe", "user-1")).toBe(mac);
  });
});

it("while the secret is rotated, what it signed and sealed is good to its end; dropped, at once no more", async () => {
  const token = await beforeRotation.signAccessToken(claims, now);
  const sealed = beforeRotation.seal("totp-secret", "JBSWY3DP", "totp|user-1");
  const mac = beforeRotation.mac("refresh-token", "session-1.0");
  expect(await rotated.verifyAccessToken(token, "api", later(899))).toEqual(claims);
  expect(await rotated.verifyAccessToken(token, "api", later(900))).toBeNull();
  expect(rotated.open("totp-secret", sealed, "totp|user-1")).toBe("JBSWY3DP");
  expect(rotated.verifyMac("refresh-token", "session-1.0", mac)).toBe(true);
  expect(await beforeRotation.verifyAccessToken(await rotated.signAccessToken(claims, now), "api", now)).toBeNull();
  expect(await present.verifyAccessToken(token, "api", now)).toBeNull();
  expect(present.verifyMac("refresh-token", "session-1.0", mac)).toBe(false);
  expect(() => present.open("totp-secret", sealed, "totp|user-1")).toThrow(/key that is not configured/);
});
