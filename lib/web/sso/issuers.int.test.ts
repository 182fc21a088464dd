import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { clientSecret, fakeIssuer, startFakeIssuer, stopFakeIssuer } from "@/tests/support/fake-issuer";
import { SsoTrip } from "@/tests/support/sso-trip";
import { type TestContext, testContext } from "@/tests/support/test-context";

let test: TestContext;
let environment: Awaited<ReturnType<typeof startFakeIssuer>>;

beforeAll(async () => {
  environment = await startFakeIssuer();
});
afterAll(stopFakeIssuer);

beforeEach(async () => {
  test = await testContext({ config: { signup: "open" } });
  // next-auth goes by the time of the machine.
  test.clock.advance({ seconds: Math.floor((Date.now() - test.clock.now().getTime()) / 1_000) });
  fakeIssuer.answers = {};
});

const travel = (answers: object, variables: object = {}) =>
  new SsoTrip(test, { ...environment, ...variables }).travel(answers);
const ticketEmail = async () => (await test.ctx.db.ssoTicket.findFirst())?.email ?? null;

describe("an issuer that doesn't say that the address is verified", () => {
  const userinfos: [string, object][] = [
    ["no email_verified", { email_verified: undefined }],
    ["email_verified: false", { email_verified: false }],
    [
      "preferred_username alone",
      { email: undefined, email_verified: undefined, preferred_username: "jane@company.example" },
    ],
  ];

  it.each(userinfos)("signs nobody up with %s, and the log says why", async (_, userinfo) => {
    test.log.expectProblems();
    expect((await travel({ userinfo })).searchParams.get("reason")).toBe("sso_unverified");
    expect(await ticketEmail()).toBeNull();
    expect(test.log.problems.map(({ message }) => message).join()).toMatch(/doesn't say that the email is verified/);
  });

  it.each(userinfos)("signs up with %s if the operator vouches for it", async (_, userinfo) => {
    expect((await travel({ userinfo }, { OIDC_TRUST_EMAIL: "on" })).pathname).toBe("/signup/sso");
    expect(await ticketEmail()).toBe("jane@company.example");
  });
});

describe("an ID token", () => {
  async function signedWith(alg: string) {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const keys = [{ ...(await exportJWK(publicKey)), kid: alg, alg, use: "sig" }];
    const idToken = (claims: JWTPayload) => new SignJWT(claims).setProtectedHeader({ alg, kid: alg }).sign(privateKey);
    return { keys, idToken };
  }
  const named = (...algorithms: string[]) => ({ id_token_signing_alg_values_supported: algorithms });

  it.each(["ES256", "ES384", "PS256", "EdDSA", "RS512"])(
    "may be signed with %s if the issuer names it",
    async (alg) => {
      expect((await travel({ ...(await signedWith(alg)), metadata: named(alg) })).pathname).toBe("/signup/sso");
    },
  );

  it("may be signed with the client's secret if the issuer names HS256 alone", async () => {
    const idToken = (claims: JWTPayload) =>
      new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(Buffer.from(clientSecret));
    expect((await travel({ idToken, metadata: named("HS256") })).pathname).toBe("/signup/sso");
  });

  it("may be signed with the algorithm that the operator sets, where the issuer names several", async () => {
    const answers = { ...(await signedWith("ES256")), metadata: named("RS256", "ES256") };
    expect((await travel(answers, { OIDC_ID_TOKEN_ALG: "ES256" })).pathname).toBe("/signup/sso");
  });

  it.each([
    ["an algorithm that the issuer doesn't name", "ES256", ["RS256"]],
    ["another than the expected of several, and the log names both", "ES256", ["RS256", "ES256"]],
  ])("is rejected with %s", async (_, alg, algorithms) => {
    test.log.expectProblems();
    await travel({ ...(await signedWith(alg)), metadata: named(...algorithms) });
    expect(await ticketEmail()).toBeNull();
    expect(JSON.stringify(test.log.problems)).toMatch(/RS256.*ES256/);
  });
});
