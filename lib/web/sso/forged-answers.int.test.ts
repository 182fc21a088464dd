import { createHash, createHmac } from "node:crypto";
import { exportJWK, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Answers,
  clientId,
  clientSecret,
  fakeIssuer,
  foreign,
  kid,
  own,
  sign,
  startFakeIssuer,
  stopFakeIssuer,
} from "@/tests/support/fake-issuer";
import { SsoTrip } from "@/tests/support/sso-trip";
import { type TestContext, testContext } from "@/tests/support/test-context";

let test: TestContext;
let trip: SsoTrip;
let environment: Awaited<ReturnType<typeof startFakeIssuer>>;

beforeAll(async () => {
  environment = await startFakeIssuer();
});
afterAll(stopFakeIssuer);

beforeEach(async () => {
  test = await testContext({ config: { signup: "open" } });
  test.clock.advance({ seconds: Math.floor((Date.now() - test.clock.now().getTime()) / 1_000) });
  fakeIssuer.answers = {};
  openNew();
});

function openNew(): void {
  trip = new SsoTrip(test, environment);
}

const other = "https://evil.example";
const altered = (claims: JWTPayload): Answers => ({ claims });
const forged: Record<string, Answers> = {
  "no signature": { idToken: (claims) => new UnsecuredJWT(claims).encode() },
  "the client secret as a key": {
    idToken: (claims) => new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(clientSecret)),
  },
  "the public key as a secret": {
    async idToken(claims) {
      const text = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const input = `${text({ alg: "HS256", kid })}.${text(claims)}`;
      const key = JSON.stringify(await exportJWK(own.publicKey));
      return `${input}.${createHmac("sha256", key).update(input).digest("base64url")}`;
    },
  },
  "another key": { idToken: (claims) => sign(claims, foreign.privateKey) },
  "no ID token": { idToken: () => undefined },
  "an ID token that is none": { idToken: () => "a.b.c" },
  "another issuer": altered({ iss: other }),
  "a slash behind the issuer": { idToken: (claims) => sign({ ...claims, iss: `${fakeIssuer.url}/` }) },
  "another client's audience": altered({ aud: "another" }),
  "no audience": altered({ aud: undefined }),
  "a list of audiences without a party": altered({ aud: ["another", clientId] }),
  "another party": altered({ aud: [clientId, "another"], azp: "another" }),
  "its end in the past": altered({ exp: 1 }),
  "no end": altered({ exp: undefined }),
  "its beginning ahead": altered({ nbf: Math.floor(Date.now() / 1_000) + 3_600 }),
  "its date far ahead": altered({ iat: Math.floor(Date.now() / 1_000) + 86_400 }),
  "another browser's nonce": altered({ nonce: "another" }),
  "no nonce": altered({ nonce: undefined }),
  "no subject": altered({ sub: undefined }),
  "an empty subject": { ...altered({ sub: "" }), userinfo: { sub: "" } },
  "a number as subject": { ...altered({ sub: 42 as never }), userinfo: { sub: 42 } },
  "the facts of another subject": { userinfo: { sub: "subject-2" } },
  "the facts of nobody": { userinfo: { sub: undefined } },
  "another state": { params: { state: "another" } },
  "no state": { params: { state: undefined } },
  "no code": { params: { code: undefined } },
  "an answer in another issuer's name": { params: { iss: other } },
  "an error of the provider's": { params: { code: undefined, error: "access_denied" } },
};

function isRefusal(to: URL): boolean {
  const isLogin = to.pathname === "/login" && ["reason", "error"].some((name) => to.searchParams.has(name));
  return isLogin || to.pathname.startsWith("/api/auth/");
}

async function expectNothing(): Promise<void> {
  expect(await test.ctx.db.ssoTicket.count()).toBe(0);
  expect(await test.ctx.db.session.count()).toBe(0);
  expect(test.log.problems.filter(({ level }) => level === "error")).toEqual([]);
}

describe("an answer of a provider", () => {
  it("that is in order leads to the sign-up, by a code that only this browser could spend", async () => {
    const to = await trip.travel({});
    expect(to.pathname).toBe("/signup/sso");
    expect(fakeIssuer.asked.get("code_challenge_method")).toBe("S256");
    expect(createHash("sha256").update(fakeIssuer.verifier).digest("base64url")).toBe(
      fakeIssuer.asked.get("code_challenge"),
    );
    expect(await test.ctx.db.ssoTicket.count()).toBe(1);
  });

  it("opens nothing when anything about it is forged, and is no fault of ours", async () => {
    test.log.expectProblems();
    for (const [name, what] of Object.entries(forged)) {
      openNew();
      const to = await trip.travel(what);
      expect([name, to.origin, isRefusal(to)]).toEqual([name, "http://localhost:3000", true]);
    }
    await expectNothing();
  });

  it("that belongs to another browser opens nothing in this one", async () => {
    test.log.expectProblems();
    await trip.leave();
    const theirs = new URLSearchParams(fakeIssuer.asked);
    openNew();
    expect(isRefusal(await trip.comeBack())).toBe(true);
    // Their code with our state: what is signed bears their nonce.
    await trip.leave();
    fakeIssuer.answers = { claims: { nonce: theirs.get("nonce") ?? "" } };
    expect(isRefusal(await trip.comeBack())).toBe(true);
    await trip.leave();
    fakeIssuer.answers = { params: { state: theirs.get("state") ?? "" } };
    expect(isRefusal(await trip.comeBack())).toBe(true);
    await expectNothing();
  });

  it('counts an address as verified for true and "true" alone, and logs why another is refused', async () => {
    test.log.expectProblems();
    for (const value of [
      false,
      "false",
      "yes",
      "1",
      "TRUE",
      " true",
      1,
      0,
      null,
      [],
      {},
      [true],
      ["true"],
      undefined,
    ]) {
      const to = await trip.travel({ userinfo: { email_verified: value } });
      expect([value, to.searchParams.get("reason")]).toEqual([value, "sso_unverified"]);
    }
    for (const value of [true, "true"]) {
      expect((await trip.travel({ userinfo: { email_verified: value } })).pathname).toBe("/signup/sso");
    }
  });

  it("gives no address by what only looks like one", async () => {
    const long = `${"a".repeat(300)}@company.example`;
    const shapes = [["jane@company.example"], { email: "jane@company.example" }, 7, true, null, "", "jane", long];
    const texts = ["jane＠company.example", "Jane <jane@company.example>", "jane@company.example,eve@evil.example"];
    test.log.expectProblems();
    for (const email of [...shapes, ...texts, "jane@company.example\u0000", '"eve@evil.example"@company.example']) {
      expect([email, isRefusal(await trip.travel({ userinfo: { email } }))]).toEqual([email, true]);
    }
    await expectNothing();
  });

  it("leads nowhere else, whatever the way back or its cookie answers", async () => {
    const ways = [
      "https://evil.example/x",
      "//evil.example/x",
      "/\\evil.example",
      "/\t/evil.example",
      "/@evil.example",
    ];
    for (const way of ways) {
      await trip.leave(way);
      const asWanted = await trip.comeBack();
      await trip.leave();
      trip.browser.jar.set("foyer_sso_next", way);
      for (const to of [asWanted, await trip.comeBack()]) {
        expect([way, to.origin, to.pathname]).toEqual([way, "http://localhost:3000", "/signup/sso"]);
        expect(to.searchParams.get("next"), way).toMatch(/^\/(?![/\\])/);
      }
    }
  });
});
