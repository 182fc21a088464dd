import type { CoreContext } from "../context";
import { findToken, type TokenState, tokenState } from "../tokens/one-time-token";
import { replaceable } from "./place-words";

export interface ConfirmationView {
  state: TokenState;
  /** What stands in the queue once the link is used. Null: the link is dead. */
  words: { name: string; organization: string; buyerMode: string; useCase: string } | null;
}

const said = { name: true, organization: true, buyerMode: true, useCase: true } as const;

/** What the page of a confirmation link shows before its button is used. Spends nothing. */
export async function inspectConfirmation(ctx: CoreContext, token: string): Promise<ConfirmationView> {
  const found = await findToken(ctx.db, "REQUEST_CONFIRMATION", token);
  const state = tokenState(found, ctx.clock.now());
  const request =
    state === "open" && found?.accessRequestId
      ? await ctx.db.accessRequest.findUnique({
          where: { id: found.accessRequestId },
          select: { ...said, status: true },
        })
      : null;
  if (!request) return { state, words: null };
  const { status, ...standing } = request;
  const sent =
    found?.resubmissionId && replaceable.includes(status)
      ? await ctx.db.accessResubmission.findUnique({ where: { id: found.resubmissionId }, select: said })
      : null;
  return { state, words: sent ?? standing };
}
