import type { UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import type { Result } from "../../kernel/result";
import { ownOptions, type RequestOptions } from "./request-options";

/** Begins proving the account again with one of its passkeys; refused when it has none. */
export async function startPasskeyStepUp(
  ctx: CoreContext,
  actor: UserActor,
): Promise<Result<RequestOptions, "passkey_not_found">> {
  return ownOptions(ctx, { ceremony: "STEP_UP", userId: actor.user.id, userVerification: "required" });
}
