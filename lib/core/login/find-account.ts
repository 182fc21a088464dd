import type { Prisma } from "@/generated/prisma/client";
import type { ProfileSource } from "../account/profile";
import type { CoreContext } from "../context";

/** An account as the ways in need it. */
export type AccountForLogin = Prisma.UserGetPayload<{ include: { tenant: true } }> & ProfileSource;

export async function findAccount(
  ctx: CoreContext,
  where: { email: string } | { id: string },
): Promise<AccountForLogin | null> {
  const user = await ctx.db.user.findUnique({
    where,
    relationLoadStrategy: "join",
    include: { tenant: true, totpCredential: { select: { userId: true } } },
  });
  if (!user) return null;
  const { totpCredential, ...account } = user;
  return { ...account, mfaEnabled: totpCredential !== null };
}
