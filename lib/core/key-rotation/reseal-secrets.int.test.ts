import { expect, it } from "vitest";
import { createSecrets } from "@/lib/platform/secrets";
import { createUser, signIn, type TestUser, totpCode } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import type { CoreContext } from "../kernel/context";
import { nativeAudience } from "../sessions/audiences";
import { refreshSession } from "../sessions/refresh-session";
import { resolveSession } from "../sessions/resolve-session";
import { logIn } from "../sign-in/log-in";
import { firstSecret, signingSecrets } from "../webhooks/webhook-secret";
import { resealSecrets } from "./reseal-secrets";

const before = "test secret of at least thirty-two characters";
const after = "another secret of at least thirty-two characters";
const gone = "a secret that nobody has kept anywhere, sadly";

function restartedWith(test: TestContext, secret: string, previous: string | null): CoreContext {
  return { ...test.ctx, secrets: createSecrets({ secret, previous }) };
}

async function signsInWithCode(test: TestContext, ctx: CoreContext, user: TestUser): Promise<boolean> {
  // A code works once.
  test.clock.advance({ seconds: 60 });
  const code = await totpCode(test, user.totpSecret);
  const outcome = await logIn(ctx, { email: user.email, password: user.password, code }, nativeAudience);
  return outcome.ok && outcome.value.next === "session";
}

async function createWebhook(test: TestContext): Promise<{ id: string; secret: string }> {
  const { id, sealedSecret, secret } = firstSecret(test.ctx);
  const url = "https://hooks.acme.example/in";
  await test.ctx.db.webhook.create({
    data: { id, url, sealedSecret, description: "", events: [], createdAt: test.clock.now() },
  });
  return { id, secret };
}

async function webhookSecrets(ctx: CoreContext, id: string): Promise<string[]> {
  const { sealedSecret } = await ctx.db.webhook.findUniqueOrThrow({ where: { id } });
  return signingSecrets(ctx, id, sealedSecret);
}

it("keeps users signed in during a rotation, and signs with the new secret", async () => {
  const test = await testContext();
  const { session: tokens } = await signIn(test, await createUser(test));
  const during = restartedWith(test, after, before);
  expect(await resolveSession(during, tokens.accessToken, nativeAudience)).not.toBeNull();
  const refreshed = await refreshSession(during, tokens.refreshToken, nativeAudience);
  if (!refreshed.ok) throw new Error(refreshed.error.code);
  const { accessToken, refreshToken } = refreshed.value.session;

  const later = restartedWith(test, after, null);
  expect(await resolveSession(later, accessToken, nativeAudience)).not.toBeNull();
  expect((await refreshSession(later, refreshToken, nativeAudience)).ok).toBe(true);
  expect(await resolveSession(later, tokens.accessToken, nativeAudience)).toBeNull();
  expect(await refreshSession(later, tokens.refreshToken, nativeAudience)).toMatchObject({
    ok: false,
    error: { code: "refresh_token_invalid" },
  });
});

it("encrypts authenticators and webhook secrets with the new secret", async () => {
  const test = await testContext();
  const users = [await createUser(test, { mfa: true }), await createUser(test, { mfa: true })];
  const webhook = await createWebhook(test);
  const during = restartedWith(test, after, before);
  expect(await signsInWithCode(test, during, users[0] as TestUser)).toBe(true);
  expect(await resealSecrets(during)).toEqual({ resealed: 3, lost: 0 });
  expect(await resealSecrets(during)).toEqual({ resealed: 0, lost: 0 });

  const later = restartedWith(test, after, null);
  for (const user of users) expect(await signsInWithCode(test, later, user)).toBe(true);
  expect(await webhookSecrets(later, webhook.id)).toEqual([webhook.secret]);
  expect(await webhookSecrets(during, webhook.id)).toEqual([webhook.secret]);
});

it("keeps and counts values that were encrypted with a lost secret", async () => {
  const test = await testContext();
  const [lost, kept] = [await createUser(test, { mfa: true }), await createUser(test, { mfa: true })];
  const sealedSecret = restartedWith(test, gone, null).secrets.seal("totp-secret", lost.totpSecret, `totp|${lost.id}`);
  await test.ctx.db.totpCredential.update({ where: { userId: lost.id }, data: { sealedSecret } });

  const during = restartedWith(test, after, before);
  expect(await resealSecrets(during)).toEqual({ resealed: 1, lost: 1 });
  const found = restartedWith(test, after, gone);
  expect(await signsInWithCode(test, found, lost)).toBe(true);
  expect(await signsInWithCode(test, found, kept)).toBe(true);
});
