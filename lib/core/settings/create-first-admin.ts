import { createHash, timingSafeEqual } from "node:crypto";
import type { SetupInput } from "@/lib/values/forms";
import type { CoreContext } from "../kernel/context";
import { inTransaction, isUniqueViolation } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { turnOf } from "../users/account-gate";
import { type Profile, toProfile } from "../users/profile";
import { checkNewPassword } from "../users/set-password";
import { createAdminAccount } from "./create-admin-account";
import { writeFirstSettings } from "./get-settings";

type Refusal = "already_set_up" | "setup_token_invalid" | "password_rejected";

/** Creates the first admin, verified and with a tenant of their own. Of parallel attempts one succeeds, ever. */
export async function createFirstAdmin(
  ctx: CoreContext,
  input: SetupInput,
): Promise<Result<{ user: Profile }, Refusal>> {
  if (await ctx.db.instance.findUnique({ where: { id: 1 } })) return err("already_set_up");
  if (!maySetUp(ctx, input.setupToken)) return err("setup_token_invalid");
  const organization = input.organization ?? ctx.config.appName;
  const acceptable = await checkNewPassword(ctx, input.password, { ...input, organization });
  if (!acceptable.ok) return acceptable;

  const passwordHash = await ctx.hasher.hash(input.password, turnOf(ctx, null));
  try {
    return await inTransaction<{ user: Profile }, Refusal>(ctx, async (tx) => {
      const user = await createAdminAccount(ctx, tx, { ...input, organization, passwordHash });
      await tx.instance.create({ data: { id: 1, firstAdminId: user.id, setUpAt: ctx.clock.now() } });
      await writeFirstSettings(ctx, tx);
      return ok({ user: toProfile(user) });
    });
  } catch (thrown) {
    if (isUniqueViolation(thrown)) return err("already_set_up");
    throw thrown;
  }
}

function maySetUp({ config, request }: CoreContext, given: string | undefined): boolean {
  const expected = config.setupToken;
  if (expected === null) return request.isLocal === true;
  const digest = (token: string) => createHash("sha256").update(token).digest();
  return timingSafeEqual(digest(expected), digest(given ?? ""));
}
