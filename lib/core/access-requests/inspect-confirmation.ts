import type { CoreContext } from "../kernel/context";
import { findToken, type TokenState, tokenState } from "../kernel/one-time-token";
import { findVersions, type RequestVersion } from "./request-versions";

export interface ConfirmationView {
  state: TokenState;
  /** What the link can confirm, the version that its email is about first. Empty: the link is dead. */
  versions: RequestVersion[];
}

/** What the page of a confirmation link shows before its button is used. Spends nothing. */
export async function inspectConfirmation(ctx: CoreContext, token: string): Promise<ConfirmationView> {
  const found = await findToken(ctx.db, "REQUEST_CONFIRMATION", token);
  const state = tokenState(found, ctx.clock.now());
  if (state !== "open" || !found?.accessRequestId) return { state, versions: [] };
  return { state, versions: await findVersions(ctx, found.accessRequestId, found.resubmissionId) };
}
