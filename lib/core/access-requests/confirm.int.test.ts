import { expect, it } from "vitest";
import { createAccessRequest, uniqueEmail } from "@/tests/support/factories";
import { expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { confirmRequest, inspectConfirmation } from "./confirm";

const first = { name: "Ada First", organization: "First Ltd", buyerMode: "RESEARCH", useCase: "What we really do." };
const second = { name: "Mallory", organization: "Mallory Inc", buyerMode: "OTHER", useCase: "Something else." };

const saying = (words: typeof first) => expect.objectContaining(words);

it.each([0, 1])(
  "the page of confirmation link %i shows its own words first, and puts the chosen ones in place",
  async (used) => {
    const test = await testContext({ config: { confirmRequests: true } });
    const email = uniqueEmail();
    const { id } = await createAccessRequest(test, { email, ...first });
    await createAccessRequest(test, { email, ...second });
    const tokens = await test.mails.tokens(email, "confirm-request");
    const shown = await Promise.all(tokens.map((token) => inspectConfirmation(test.ctx, token)));
    expect(shown).toEqual([
      { state: "open", versions: [saying(first), saying(second)] },
      { state: "open", versions: [saying(second), saying(first)] },
    ]);
    const token = tokens[used] ?? "";
    expectOk(await confirmRequest(test.ctx, { token, versionId: shown[used]?.versions[0]?.id }));
    expect(await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } })).toMatchObject(
      [first, second][used] ?? {},
    );
    expect(await inspectConfirmation(test.ctx, token)).toEqual({ state: "used", versions: [] });
  },
);

it("the page of an outdated confirmation link shows the current version and keeps it", async () => {
  const test = await testContext({ config: { confirmRequests: true } });
  const email = uniqueEmail();
  const { id } = await createAccessRequest(test, { email, ...first });
  for (const sent of [second, { ...second, useCase: "Yet another." }]) {
    test.clock.advance({ minutes: 1 });
    await createAccessRequest(test, { email, ...sent });
  }
  const [, older = "", newer = ""] = await test.mails.tokens(email, "confirm-request");
  const [newest] = (await inspectConfirmation(test.ctx, newer)).versions;
  expectOk(await confirmRequest(test.ctx, { token: newer, versionId: newest?.id }));
  const { versions } = await inspectConfirmation(test.ctx, older);
  expect(versions).toMatchObject([{ useCase: "Yet another." }]);
  expectOk(await confirmRequest(test.ctx, { token: older }));
  expect(await test.ctx.db.accessRequest.findUniqueOrThrow({ where: { id } })).toMatchObject(versions[0] ?? {});
});
