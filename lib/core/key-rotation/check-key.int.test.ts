import { describe, expect, it } from "vitest";
import { createSecrets } from "@/lib/platform/secrets";
import { createUser, signIn } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { sealAuditEvents } from "../audit/chain";
import type { CoreContext } from "../kernel/context";
import { firstSecret } from "../webhooks/webhook-secret";
import { acceptKey, checkKey } from "./check-key";

const own = "test secret of at least thirty-two characters";
const next = "another secret of at least thirty-two characters";
const strange = "a secret of some other installation, nobody's here";

function startedWith({ ctx }: TestContext, secret: string, previous: string | null = null): CoreContext {
  return { ...ctx, secrets: createSecrets({ secret, previous }) };
}

it("records the secret of the first start and accepts no other", async () => {
  const test = await testContext();
  expect(await checkKey(startedWith(test, own))).toBe("present");
  expect(await checkKey(startedWith(test, own))).toBe("present");
  expect(await checkKey(startedWith(test, strange))).toBe("other");
  expect(await checkKey(startedWith(test, strange, next))).toBe("other");
});

it("accepts a new secret beside the previous one, and then the new one alone", async () => {
  const test = await testContext();
  await checkKey(startedWith(test, own));
  expect(await checkKey(startedWith(test, own, next))).toBe("present");
  expect(await checkKey(startedWith(test, next, own))).toBe("previous");
  expect(await checkKey(startedWith(test, own, next))).toBe("previous");
  expect(await checkKey(startedWith(test, next, own))).toBe("previous");
  expect(await checkKey(startedWith(test, next))).toBe("present");
  expect(await checkKey(startedWith(test, own))).toBe("other");
});

it("accepts one of two concurrent first starts with different secrets", async () => {
  const test = await testContext();
  const outcomes = await Promise.all([checkKey(startedWith(test, own)), checkKey(startedWith(test, strange))]);
  expect(outcomes.sort()).toEqual(["other", "present"]);
});

it("starts with another secret only if that was confirmed", async () => {
  const test = await testContext();
  await checkKey(startedWith(test, own));
  await acceptKey(startedWith(test, strange));
  expect(await checkKey(startedWith(test, strange))).toBe("present");
  expect(await checkKey(startedWith(test, own))).toBe("other");
});

const uses: [what: string, use: (test: TestContext) => Promise<unknown>][] = [
  ["a second factor", (test) => createUser(test, { mfa: true })],
  [
    "a webhook",
    async ({ ctx }) => {
      const { id, sealedSecret } = firstSecret(ctx);
      const data = { id, sealedSecret, url: "https://hooks.acme.example/in", description: "", events: [] };
      await ctx.db.webhook.create({ data });
    },
  ],
  [
    "the audit log",
    async (test) => {
      await signIn(test, await createUser(test));
      await sealAuditEvents(test.ctx);
      expect(await test.ctx.db.auditEvent.count({ where: { sequence: { not: null } } })).toBeGreaterThan(0);
    },
  ],
];

describe.each(uses)("a database from before the check that has %s", (_what, use) => {
  it("is refused with another secret, and accepted with its own or the next", async () => {
    const test = await testContext();
    await use(test);
    expect(await checkKey(startedWith(test, strange))).toBe("other");
    expect(await test.ctx.db.keyCheck.count()).toBe(0);
    expect(await checkKey(startedWith(test, next, own))).toBe("present");
    expect(await checkKey(startedWith(test, strange))).toBe("other");
  });
});
