import { createHash, timingSafeEqual } from "node:crypto";
import type { SetupInput } from "@/lib/values/forms";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation, type Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { turnOf } from "../users/account-gate";
import { type Profile, type ProfileSource, toProfile } from "../users/profile";
import { checkNewPassword } from "../users/set-password";
import { writeFirstSettings } from "./get-settings";

/** `setup`: the first admin exists. */
export async function getSetupStatus(ctx: CoreContext): Promise<{ setup: boolean; tokenRequired: boolean }> {
  const instance = await ctx.db.instance.findUnique({ where: { id: 1 } });
  return { setup: instance !== null, tokenRequired: ctx.config.setupToken !== null || ctx.request.isLocal !== true };
}

/** One concurrent call succeeds. */
export async function createFirstAdmin(
  ctx: CoreContext,
  input: SetupInput,
): Promise<Result<{ user: Profile }, "already_set_up" | "setup_token_invalid" | "password_rejected">> {
  if (await ctx.db.instance.findUnique({ where: { id: 1 } })) return err("already_set_up");
  if (!maySetUp(ctx, input.setupToken)) return err("setup_token_invalid");
  return createAccount(ctx, input, "already_set_up", async (tx, { id }) => {
    await tx.instance.create({ data: { id: 1, firstAdminId: id, setUpAt: ctx.clock.now() } });
    await writeFirstSettings(ctx, tx);
  });
}

function maySetUp({ config, request }: CoreContext, given: string | undefined): boolean {
  const expected = config.setupToken;
  if (expected === null) return request.isLocal === true;
  const digest = (token: string) => createHash("sha256").update(token).digest();
  return timingSafeEqual(digest(expected), digest(given ?? ""));
}

/** Closes `/setup` for the first admin. */
export async function createAdmin(
  ctx: CoreContext,
  input: SetupInput,
): Promise<Result<{ user: Profile }, "email_taken" | "password_rejected">> {
  return createAccount(ctx, input, "email_taken", async (tx, { id }) => {
    const { count } = await tx.instance.createMany({
      data: { id: 1, firstAdminId: id, setUpAt: ctx.clock.now() },
      skipDuplicates: true,
    });
    if (count === 1) await writeFirstSettings(ctx, tx);
  });
}

/** Creates a verified admin with an organization. Never changes an existing account. */
async function createAccount<Taken extends "already_set_up" | "email_taken">(
  ctx: CoreContext,
  input: SetupInput,
  taken: Taken,
  settle: (tx: Transaction, user: { id: string }) => Promise<void>,
): Promise<Result<{ user: Profile }, Taken | "password_rejected">> {
  const organization = input.organization ?? ctx.config.appName;
  const acceptable = await checkNewPassword(ctx, input.password, { ...input, organization });
  if (!acceptable.ok) return acceptable;
  const passwordHash = await ctx.hasher.hash(input.password, turnOf(ctx, null));
  const now = ctx.clock.now();
  try {
    return await inTransaction<{ user: Profile }, Taken>(ctx, async (tx) => {
      const { tenant, ...row } = await tx.user.create({
        data: {
          email: input.email,
          name: input.name,
          passwordHash,
          passwordChangedAt: now,
          emailVerifiedAt: now,
          isAdmin: true,
          locale: ctx.request.locale,
          createdAt: now,
          tenant: { create: { name: organization, buyerMode: ctx.config.buyerModes[0] ?? "OTHER", createdAt: now } },
        },
        include: { tenant: true },
      });
      const user: ProfileSource = { ...row, tenant, mfaEnabled: false };
      await recordAuditEvent(ctx, tx, {
        action: "instance.set_up",
        actor: "system",
        target: { type: "user", id: row.id },
        subjectId: row.id,
      });
      await settle(tx, row);
      return ok({ user: toProfile(user) });
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return err(taken);
    throw thrown;
  }
}
