import type { AccessRequest, AccessResubmission } from "@/generated/prisma/client";
import type { ChooseVersionInput, ConfirmRequestInput } from "@/lib/values/request-questions";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type CoreContext, jobRequest } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import { requestConfirmationSeconds, secondsAfter } from "../kernel/lifetimes";
import { consumeToken, findToken, mintToken, type TokenState, tokenState } from "../kernel/one-time-token";
import { err, ok, type Result } from "../kernel/result";
import { tokenUrl } from "../mail/mail-links";
import { getSettings } from "../settings/get-settings";
import { lockRequest, readRequestToken, recordRequestEvent, replaceable, requestUrl } from "./request";
import { applyVersion, findVersions, type RequestVersion, type SentVersion } from "./versions";

export interface ConfirmationView {
  state: TokenState;
  /** Emailed one first, none for a dead link. */
  versions: RequestVersion[];
}

/** Doesn't use the token. */
export async function inspectConfirmation(ctx: CoreContext, token: string): Promise<ConfirmationView> {
  const found = await findToken(ctx.db, "REQUEST_CONFIRMATION", token);
  const state = tokenState(found, ctx.clock.now());
  if (state !== "open" || !found?.accessRequestId) return { state, versions: [] };
  return { state, versions: await findVersions(ctx, found.accessRequestId, found.resubmissionId) };
}

type ConfirmError = "token_invalid" | "validation_failed";

/** With CONFIRM_REQUESTS, only this queues the request. Idempotent. */
export async function confirmRequest(
  ctx: CoreContext,
  { token, versionId }: ConfirmRequestInput,
): Promise<Result<undefined, ConfirmError>> {
  const found = await findToken(ctx.db, "REQUEST_CONFIRMATION", token);
  const id = found?.accessRequestId;
  if (!id) return err("token_invalid");
  return inTransaction<undefined, ConfirmError>(ctx, async (tx) => {
    const request = await findLocked(tx, id);
    if (!request) return err("token_invalid");
    if (!(await consumeToken(tx, "REQUEST_CONFIRMATION", token, ctx.clock.now()))) {
      const spent = await findToken(tx, "REQUEST_CONFIRMATION", token);
      return spent?.usedAt ? ok() : err("token_invalid");
    }
    if (request.status === "REGISTERED") return ok();
    if (versionId === undefined && replaceable.includes(request.status) && request.resubmissions.length > 0) {
      return err("validation_failed", { fieldErrors: { versionId: ["required"] } });
    }
    return confirmVersion(ctx, tx, request, versionId ?? id);
  });
}

/** Fails after a decision. */
export async function chooseVersion(
  ctx: CoreContext,
  { token, versionId }: ChooseVersionInput,
): Promise<Result<undefined, ConfirmError>> {
  const id = readRequestToken(ctx, token);
  if (!id) return err("token_invalid");
  return inTransaction<undefined, ConfirmError>(ctx, async (tx) => {
    const request = await findLocked(tx, id);
    if (!request || !replaceable.includes(request.status)) return err("token_invalid");
    return confirmVersion(ctx, tx, request, versionId);
  });
}

type Versioned = AccessRequest & { resubmissions: AccessResubmission[] };

async function findLocked(tx: Transaction, id: string): Promise<Versioned | null> {
  await lockRequest(tx, id);
  return tx.accessRequest.findUnique({ where: { id }, include: { resubmissions: true } });
}

/** Changes nothing after a decision. */
async function confirmVersion(
  ctx: CoreContext,
  tx: Transaction,
  { resubmissions, ...before }: Versioned,
  versionId: string,
): Promise<Result<undefined, ConfirmError>> {
  const { id, email } = before;
  const isUndecided = replaceable.includes(before.status);
  const chosen = resubmissions.find((version) => version.id === versionId);
  if (isUndecided && !chosen && versionId !== id) return err("token_invalid");
  const isNew = isUndecided && chosen !== undefined;
  if (isNew) await applyVersion(ctx, tx, before, chosen);
  if (isUndecided) await tx.accessResubmission.deleteMany({ where: { accessRequestId: id } });
  if (!isNew && before.emailConfirmedAt) return ok();
  const request = await tx.accessRequest.update({ where: { id }, data: { emailConfirmedAt: ctx.clock.now() } });
  if (isNew || (isUndecided && ctx.config.confirmRequests)) {
    await ctx.jobs.enqueue(tx, { name: "receive-access-request", email, isNew: true, request: jobRequest(ctx) });
    await mailReceipt(ctx, tx, request);
  }
  await recordRequestEvent(ctx, tx, id, { kind: "confirmed" });
  await recordAuditEvent(ctx, tx, {
    action: "access_request.confirmed",
    target: { type: "access_request", id },
  });
  return ok();
}

export async function mailConfirmation(
  ctx: CoreContext,
  tx: Transaction,
  request: AccessRequest,
  version: SentVersion,
): Promise<void> {
  const expiresAt = secondsAfter(ctx.clock.now(), requestConfirmationSeconds);
  const token = await mintToken(tx, {
    purpose: "REQUEST_CONFIRMATION",
    email: request.email,
    accessRequestId: request.id,
    resubmissionId: version.id === request.id ? null : version.id,
    expiresAt,
  });
  const { name, organization, locale, ip, userAgent, submittedAt } = version;
  const hasOthers = (await tx.accessResubmission.count({ where: { accessRequestId: request.id } })) > 0;
  const url = tokenUrl(ctx.config, "confirm-request", token);
  const origin = { ip, userAgent, at: submittedAt };
  const props = { name, organization, hasOthers, url, expiresAt, origin };
  const mail = { template: "confirm-request" as const, to: request.email, locale, props };
  await ctx.mailer.enqueue(tx, mail, { accessRequestId: request.id });
}

export async function mailReceipt(ctx: CoreContext, tx: Transaction, request: AccessRequest): Promise<void> {
  if (!(await getSettings(ctx, tx)).mailsReceived) return;
  const { id, email, name, organization, locale } = request;
  const props = { name, organization, statusUrl: requestUrl(ctx, id) };
  await ctx.mailer.enqueue(tx, { template: "access-requested", to: email, locale, props }, { accessRequestId: id });
}
