import type { AccessRequest } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import type { BulkPreview, BulkPreviewInput } from "@/lib/values/queue-bulk";
import { bulkWithoutProofMax } from "@/lib/values/queue-bulk";
import { isRecentlyProven, type ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { ok, type Result } from "../kernel/result";
import { getSettings, type InstanceSettings } from "../settings/get-settings";
import { anyStatus } from "./add-request-note";
import { undecided } from "./change-access-request";
import { isFirstIndependent, isOfOwnCompany, ownMailboxes } from "./own-request";
import { settleDueRequests } from "./settle-due-requests";
import { entitledAmong, withoutStaleApproval } from "./standing-approval";

const from = {
  approve: undecided,
  reject: undecided,
  snooze: undecided,
  wake: ["SNOOZED"],
  assign: anyStatus,
  resend: ["APPROVED", "EXPIRED"],
} as const satisfies Record<BulkPreviewInput["action"], readonly AccessRequestStatus[]>;

type Fate = "own" | "first" | "full";

/** What a bulk act would do at this moment, in numbers. Changes nothing. */
export async function previewBulk(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { action, ids, notify }: BulkPreviewInput,
): Promise<Result<BulkPreview>> {
  await settleDueRequests(ctx);
  const given = [...new Set(ids)];
  const [rows, settings, own] = await Promise.all([
    ctx.db.accessRequest.findMany({ where: { id: { in: given } } }),
    getSettings(ctx),
    ownMailboxes(ctx.db, reviewer.user),
  ]);
  const states: readonly AccessRequestStatus[] = from[action];
  const entitled = await entitledAmong(ctx.db, rows);
  const standing = rows.map((row) => withoutStaleApproval(row, entitled));
  const inState = standing.filter(({ status }) => states.includes(status));
  const fates: Fate[] = [];
  for (const row of inState) {
    if (action !== "approve") fates.push("full");
    else if (own.has(canonicalMailbox(row.email)) || (await isOfOwnCompany(ctx, ctx.db, reviewer.user, row)))
      fates.push("own");
    else fates.push(await approvalFate(ctx, row, reviewer, settings));
  }
  const count = (fate: Fate) => fates.filter((found) => found === fate).length;
  const isMailed =
    action === "approve" || action === "resend" || (action === "reject" && notify && settings.mailsRejections);
  return ok({
    total: given.length,
    willChange: inState.length - count("own"),
    willMail: isMailed ? count("full") : 0,
    alreadyDecided: rows.length - inState.length,
    unconfirmed: ctx.config.confirmRequests ? inState.filter((row) => isUnproven(row)).length : 0,
    needSecondApproval: count("first"),
    notByYou: count("own"),
    notFound: given.length - rows.length,
    needsProof: given.length > bulkWithoutProofMax && !isRecentlyProven(ctx, reviewer),
  });
}

function isUnproven({ emailConfirmedAt, status }: AccessRequest): boolean {
  return emailConfirmedAt === null && undecided.includes(status);
}

async function approvalFate(
  ctx: CoreContext,
  row: AccessRequest,
  { user }: ReviewerActor,
  { fourEyesBuyerModes }: InstanceSettings,
): Promise<Fate> {
  // Waits for an organization already.
  if (row.joinAskedAt !== null) return "own";
  if (!fourEyesBuyerModes.includes(row.buyerMode)) return "full";
  if (row.firstApprovedById === user.id) return "own";
  return (await isFirstIndependent(ctx, ctx.db, row, user.id)) ? "full" : "first";
}
