import { z } from "zod";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { renamePasskeySchema } from "@/lib/values/passkeys";
import { recordAuditEvent } from "../../audit/record-audit-event";
import { act } from "../../kernel/act";
import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { inTransaction, type Transaction } from "../../kernel/database";
import { secondsAfter, stepUpSeconds } from "../../kernel/lifetimes";
import { err, ok } from "../../kernel/result";
import { lockUser } from "../../users/lock-user";
import { sendSecurityNotice } from "../../users/security-notice";

const passkey = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    createdAt: jsonDate,
    lastUsedAt: jsonDate.nullable(),
    synced: z.boolean(),
  })
  .meta({ id: "Passkey" });
export const passkeyData = z.strictObject({ passkey });
export type PasskeyView = z.output<typeof passkey>;

export const examplePasskey = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  name: "Work laptop",
  createdAt: "2026-09-30T09:00:00.000Z",
  lastUsedAt: null,
  synced: true,
};

export const passkeyColumns = { id: true, name: true, createdAt: true, lastUsedAt: true, backedUp: true } as const;

/** Oldest first. */
export const listPasskeys = act({
  access: "user",
  allowedBeforeMfa: true,
  input: z.strictObject({}),
  output: z.strictObject({ passkeys: z.array(passkey) }),
  errors: [],
  example: { output: { passkeys: [examplePasskey] } },
  async run(ctx, actor) {
    return ok({ passkeys: await readPasskeys(ctx, actor) });
  },
});

export async function readPasskeys(ctx: CoreContext, actor: UserActor): Promise<PasskeyView[]> {
  const rows = await ctx.db.passkey.findMany({
    where: { userId: actor.user.id },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: passkeyColumns,
  });
  return rows.map(toPasskeyView);
}

export function toPasskeyView({ backedUp, ...row }: Omit<PasskeyView, "synced"> & { backedUp: boolean }): PasskeyView {
  return { ...row, synced: backedUp };
}

export const renamePasskey = act({
  access: "user",
  input: renamePasskeySchema,
  output: passkeyData,
  errors: ["passkey_not_found"],
  example: { input: { name: "Work laptop" }, output: { passkey: examplePasskey } },
  async run(ctx, actor, { id, name }) {
    return inTransaction<z.output<typeof passkeyData>, "passkey_not_found">(ctx, async (tx) => {
      const [renamed] = await tx.passkey.updateManyAndReturn({
        where: { id, userId: actor.user.id },
        data: { name },
        select: passkeyColumns,
      });
      if (!renamed) return err("passkey_not_found");
      await recordAuditEvent(ctx, tx, {
        action: "passkey.renamed",
        actor,
        target: { type: "passkey", id },
        details: { name },
      });
      return ok({ passkey: toPasskeyView(renamed) });
    });
  },
});

/** Keeps the only way to sign in. Ends the step-up that the passkey gave. */
export const removePasskey = act({
  access: "user",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["passkey_not_found", "last_way_in", "step_up_required"],
  example: { output: null },
  async run(ctx, actor, { id }) {
    const userId = actor.user.id;
    return inTransaction<null, "passkey_not_found" | "last_way_in">(ctx, async (tx) => {
      await lockUser(tx, userId);
      const own = await tx.passkey.findFirst({ where: { id, userId }, select: { name: true } });
      if (!own) return err("passkey_not_found");
      if (!(await hasOtherWayIn(tx, userId, id))) return err("last_way_in");
      await expireStepUp(tx, id, ctx.clock.now());
      await tx.passkey.delete({ where: { id } });
      await recordAuditEvent(ctx, tx, {
        action: "passkey.removed",
        actor,
        target: { type: "passkey", id },
        details: { name: own.name },
      });
      await sendSecurityNotice(ctx, tx, actor.user, "passkey-removed", { passkey: own.name });
      return ok(null);
    });
  },
});

async function expireStepUp(tx: Transaction, passkeyId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE sessions SET second_factor_at = NULL,
      authenticated_at = LEAST(authenticated_at, ${secondsAfter(now, -stepUpSeconds)}::timestamptz)
    WHERE passkey_id = ${passkeyId}::uuid`;
}

async function hasOtherWayIn(tx: Transaction, userId: string, passkeyId: string): Promise<boolean> {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: {
      passwordHash: true,
      _count: { select: { passkeys: { where: { id: { not: passkeyId } } }, externalIdentities: true } },
    },
  });
  return user !== null && (user.passwordHash !== null || user._count.passkeys + user._count.externalIdentities > 0);
}
