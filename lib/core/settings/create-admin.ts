import type { SetupInput } from "@/lib/values/forms";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { turnOf } from "../users/account-gate";
import { type Profile, toProfile } from "../users/profile";
import { checkNewPassword } from "../users/set-password";
import { createAdminAccount } from "./create-admin-account";
import { writeFirstSettings } from "./get-settings";

/**
 * Creates an admin from the command line, where whoever runs it owns the machine. An existing account is never
 * changed. Closes `/setup` when it is the first.
 */
export async function createAdmin(
  ctx: CoreContext,
  input: SetupInput,
): Promise<Result<{ user: Profile }, "email_taken" | "password_rejected">> {
  const organization = input.organization ?? ctx.config.appName;
  const acceptable = await checkNewPassword(ctx, input.password, { ...input, organization });
  if (!acceptable.ok) return acceptable;
  const passwordHash = await ctx.hasher.hash(input.password, turnOf(ctx, null));
  try {
    return await inTransaction<{ user: Profile }, "email_taken">(ctx, async (tx) => {
      const user = await createAdminAccount(ctx, tx, { ...input, organization, passwordHash });
      const { count } = await tx.instance.createMany({
        data: { id: 1, firstAdminId: user.id, setUpAt: ctx.clock.now() },
        skipDuplicates: true,
      });
      if (count === 1) await writeFirstSettings(ctx, tx);
      return ok({ user: toProfile(user) });
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return err("email_taken");
    throw thrown;
  }
}
