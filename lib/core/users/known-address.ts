import type { Tenant, User } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { loginUrl, mailOrigin, resetUrl } from "../mail/mail-links";
import { lockUser } from "./lock-user";

export type Known = User & { tenant: Tenant };

/** Locked against a registration during verification. */
export async function findLocked(tx: Transaction, email: string): Promise<Known | null> {
  const known = await tx.user.findUnique({ where: { email }, select: { id: true } });
  if (!known) return null;
  await lockUser(tx, known.id);
  return tx.user.findUnique({ where: { id: known.id, email }, include: { tenant: true } });
}

export async function tellOwner(
  ctx: CoreContext,
  tx: Transaction,
  { email, locale, name }: { email: string; name: string; locale: string },
  { mailId }: { mailId?: string } = {},
): Promise<void> {
  const { config } = ctx;
  const props = { name, loginUrl: loginUrl(config), resetUrl: resetUrl(config), origin: mailOrigin(ctx) };
  await ctx.mailer.enqueue(tx, { template: "already-registered", to: email, locale, props }, { id: mailId });
}
