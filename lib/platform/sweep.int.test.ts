import { expect, it } from "vitest";
import { createUser, uniqueEmail } from "@/lib/testing/factories";
import { testContext } from "@/lib/testing/test-context";
import { sweep } from "./sweep";

const dayMilliseconds = 24 * 60 * 60 * 1000;

it("removes invitations long past their end, but for those that say since when somebody is in a team", async () => {
  const test = await testContext();
  const { ctx, database } = test;
  const { tenantId } = await createUser(test);
  const ended = (daysAgo: number) => new Date(Date.now() - daysAgo * dayMilliseconds);
  const invitation = (daysAgo: number) => ({
    ...{ tenantId, email: uniqueEmail(), role: "MEMBER" as const, expiresAt: ended(daysAgo) },
  });
  const recent = await ctx.db.invitation.create({ data: invitation(29) });
  const accepted = await ctx.db.invitation.create({ data: { ...invitation(31), acceptedAt: ended(31) } });
  await ctx.db.invitation.create({ data: invitation(31) });
  await sweep(database.pool);
  const left = await ctx.db.invitation.findMany({ orderBy: { expiresAt: "desc" }, select: { id: true } });
  expect(left.map(({ id }) => id)).toEqual([recent.id, accepted.id]);
});
