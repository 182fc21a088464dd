import { describe, expect, it } from "vitest";
import { createSecrets } from "@/lib/platform/secrets";
import { createUser, signIn } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { sealAuditEvents } from "../audit/seal-audit-events";
import type { CoreContext } from "../kernel/context";
import { firstSecret } from "../webhooks/webhook-secret";
import { acceptKey, checkKey } from "./check-key";

const own = "test secret of at least thirty-two characters";
const next = "another secret of at least thirty-two characters";
const strange = "a secret of some other installation, nobody's here";

/** The same database, started with other secrets. */
function startedWith({ ctx }: TestContext, secret: string, previous: string | null = null): CoreContext {
  return { ...ctx, secrets: createSecrets({ secret, previous }) };
}

it("notes the secret of the first start, and knows it and no other afterwards", async () => {
  const test = await testContext();
  expect(await checkKey(startedWith(test, own))).toBe("present");
  expect(await checkKey(startedWith(test, own))).toBe("present");
  expect(await checkKey(startedWith(test, strange))).toBe("other");
  expect(await checkKey(startedWith(test, strange, next))).toBe("other");
});

it("takes up a new secret beside the previous one, back and forth, and the new one alone afterwards", async () => {
  const test = await testContext();
  await checkKey(startedWith(test, own));
  expect(await checkKey(startedWith(test, own, next))).toBe("present");
  expect(await checkKey(startedWith(test, next, own))).toBe("previous");
  expect(await checkKey(startedWith(test, own, next))).toBe("previous");
  expect(await checkKey(startedWith(test, next, own))).toBe("previous");
  expect(await checkKey(startedWith(test, next))).toBe("present");
  expect(await checkKey(startedWith(test, own))).toBe("other");
});

it("lets one of two first starts with different secrets win, never both", async () => {
  const test = await testContext();
  const outcomes = await Promise.all([checkKey(startedWith(test, own)), checkKey(startedWith(test, strange))]);
  expect(outcomes.sort()).toEqual(["other", "present"]);
});

it("starts over with another secret only when that was accepted", async () => {
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
  it("is refused under another secret, and taken up under its own or the one after it", async () => {
    const test = await testContext();
    await use(test);
    expect(await checkKey(startedWith(test, strange))).toBe("other");
    expect(await test.ctx.db.keyCheck.count()).toBe(0);
    expect(await checkKey(startedWith(test, next, own))).toBe("present");
    expect(await checkKey(startedWith(test, strange))).toBe("other");
  });
});
