import { z } from "zod";
import type { Invitation, Tenant } from "@/generated/prisma/client";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { consumeToken, findToken, tokenState } from "../kernel/one-time-token";
import { senderMayInvite } from "./invitation-sender";

export const joinedTeam = z
  .strictObject({ tenant: z.strictObject({ id: z.uuid(), name: z.string() }), email: z.string() })
  .meta({ id: "JoinedTeam" });
export type JoinedTeam = z.output<typeof joinedTeam>;

/** Null also if the sender may no longer give its role. */
export async function findOpenInvitation(
  ctx: CoreContext,
  token: string,
): Promise<(Invitation & { tenant: Tenant }) | null> {
  const found = await findToken(ctx.db, "INVITATION", token);
  if (!found?.invitationId || tokenState(found, ctx.clock.now()) !== "open") return null;
  const invitation = await ctx.db.invitation.findUnique({
    where: { id: found.invitationId },
    include: { tenant: true },
  });
  return invitation && (await senderMayInvite(ctx.db, invitation)) ? invitation : null;
}

/** True for one concurrent caller. Call it under the organization's lock and roll back on false. */
export async function spendInvitation(
  ctx: CoreContext,
  tx: Transaction,
  token: string,
  invitation: { id: string; email: string },
): Promise<boolean> {
  const now = ctx.clock.now();
  const spent = await consumeToken(tx, "INVITATION", token, now, invitation.email);
  if (!spent) return false;
  const [accepted] = await tx.invitation.updateManyAndReturn({
    where: { id: invitation.id, acceptedAt: null, revokedAt: null },
    data: { acceptedAt: now },
  });
  return accepted !== undefined && senderMayInvite(tx, accepted);
}
