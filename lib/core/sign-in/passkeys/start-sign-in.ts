import type { CoreContext } from "../../kernel/context";
import { ok, type Result } from "../../kernel/result";
import { anybodysOptions, type RequestOptions } from "./request-options";

/** Begins signing in with a passkey alone: whoever asks, no name typed, so the answer tells nothing about accounts. */
export async function startPasskeySignIn(ctx: CoreContext): Promise<Result<RequestOptions>> {
  return ok(await anybodysOptions(ctx));
}
