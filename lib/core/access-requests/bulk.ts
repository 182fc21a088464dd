import { z } from "zod";
import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import { jsonDate } from "@/lib/values/json-date";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import {
  type BulkInput,
  type BulkPreviewInput,
  bulkPreviewSchema,
  bulkSchema,
  bulkWithoutProofMax,
} from "@/lib/values/queue-bulk";
import { act } from "../kernel/act";
import { isRecentlyProven, type ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { ErrorCode } from "../kernel/errors";
import { ok, type Result } from "../kernel/result";
import { getSettings, type InstanceSettings } from "../settings/get-settings";
import { approveAccessRequest } from "./approve";
import { entitledAmong, isFirstIndependent, isOfOwnCompany, ownMailboxes, withoutStaleApproval } from "./approvers";
import { rejectAccessRequest, undoDecision } from "./decide";
import { resendInvitation } from "./invitation";
import { anyStatus, isUndecided, undecided } from "./request";
import { settleDueRequests } from "./settle";
import { assignRequest, snoozeRequest, wakeRequest } from "./triage";
import { type AccessRequestView, count, exampleRequest } from "./view";

/** Keeps the order of the items. */
const bulkResult = z
  .strictObject({
    items: z.array(
      z.discriminatedUnion("ok", [
        z.strictObject({
          id: z.uuid(),
          ok: z.literal(true),
          status: z.string(),
          version: count,
          undoUntil: jsonDate.nullable(),
        }),
        z.strictObject({
          id: z.uuid(),
          ok: z.literal(false),
          /** As for one request. */
          code: z.string(),
          decided: z
            .strictObject({ status: z.string(), by: z.string().nullable(), at: jsonDate.nullable() })
            .optional(),
        }),
      ]),
    ),
    done: count,
    refused: count,
  })
  .meta({ id: "BulkResult" });
type Item = z.output<typeof bulkResult>["items"][number];
export type BulkResult = z.input<typeof bulkResult>;

/** Uses a transaction each, so that one failure doesn't stop the others. */
export const actOnRequests = act({
  access: "reviewer",
  stepUp: ({ items }) => items.length > bulkWithoutProofMax,
  input: bulkSchema,
  output: bulkResult,
  errors: ["step_up_required"],
  example: {
    input: { action: "approve", items: [{ id: exampleRequest.id, version: 0 }] },
    output: {
      items: [{ id: exampleRequest.id, ok: true, status: "approved", version: 1, undoUntil: null }],
      done: 1,
      refused: 0,
    },
  },
  async run(ctx, reviewer, input) {
    const items: Item[] = [];
    for (const item of input.items) items.push(await actOnOne(ctx, reviewer, input, item));
    const done = items.filter((item) => item.ok).length;
    return ok({ items, done, refused: items.length - done });
  },
});

async function actOnOne(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: BulkInput,
  item: BulkInput["items"][number],
): Promise<Item> {
  const { id } = item;
  try {
    const outcome = await run(ctx, reviewer, input, item);
    if (outcome.ok) {
      const { status, undoUntil, version } = outcome.value;
      return { id, ok: true, status, version, undoUntil: undoUntil === null ? null : new Date(undoUntil) };
    }
    const { code, decided } = outcome.error;
    return { id, ok: false, code, ...(decided ? { decided } : {}) };
  } catch (thrown) {
    ctx.log.error({ err: thrown, requestId: ctx.request.requestId, id }, "An item of a bulk action failed");
    return { id, ok: false, code: "internal" };
  }
}

function run(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: BulkInput,
  item: BulkInput["items"][number],
): Promise<Result<AccessRequestView, ErrorCode>> {
  switch (input.action) {
    case "approve":
      return approveAccessRequest(ctx, reviewer, { ...item, note: input.note, undoable: input.undoable });
    case "reject": {
      const { internalNote, notify, reason, undoable } = input;
      return rejectAccessRequest(ctx, reviewer, { ...item, internalNote, notify, reason, undoable });
    }
    case "snooze":
      return snoozeRequest(ctx, reviewer, { ...item, until: input.until });
    case "wake":
      return wakeRequest(ctx, reviewer, item);
    case "assign":
      return assignRequest(ctx, reviewer, { id: item.id, assigneeId: input.assigneeId });
    case "resend":
      return resendInvitation(ctx, reviewer, item);
    case "undo":
      return undoDecision(ctx, reviewer, item);
  }
}

const bulkPreview = z
  .strictObject({
    total: count,
    willChange: count,
    willMail: count,
    /** Includes other statuses that the action doesn't change. */
    alreadyDecided: count,
    /** Also in `willChange`. */
    unconfirmed: count,
    needSecondApproval: count,
    notByYou: count,
    notFound: count,
    needsProof: z.boolean(),
  })
  .meta({ id: "BulkPreview" });
export type BulkPreview = z.input<typeof bulkPreview>;

const changeable = {
  approve: undecided,
  reject: undecided,
  snooze: undecided,
  wake: ["SNOOZED"],
  assign: anyStatus,
  resend: ["APPROVED", "EXPIRED"],
} as const satisfies Record<BulkPreviewInput["action"], readonly AccessRequestStatus[]>;

type Effect = "none" | "first" | "full";

export const previewBulk = act({
  access: "reviewer",
  input: bulkPreviewSchema,
  output: bulkPreview,
  errors: [],
  example: {
    input: { action: "approve", ids: [exampleRequest.id] },
    output: {
      total: 1,
      willChange: 1,
      willMail: 1,
      alreadyDecided: 0,
      unconfirmed: 0,
      needSecondApproval: 0,
      notByYou: 0,
      notFound: 0,
      needsProof: false,
    },
  },
  async run(ctx, reviewer, { action, ids, notify }) {
    await settleDueRequests(ctx);
    const given = [...new Set(ids)];
    const [rows, settings, own] = await Promise.all([
      ctx.db.accessRequest.findMany({ where: { id: { in: given } } }),
      getSettings(ctx),
      ownMailboxes(ctx.db, reviewer.user),
    ]);
    const statuses: readonly AccessRequestStatus[] = changeable[action];
    const entitled = await entitledAmong(ctx.db, rows);
    const standing = rows.map((row) => withoutStaleApproval(row, entitled));
    const affected = standing.filter(({ status }) => statuses.includes(status));
    const effects: Effect[] = [];
    for (const row of affected) {
      effects.push(action === "approve" ? await approvalEffect(ctx, row, reviewer, own, settings) : "full");
    }
    const countOf = (effect: Effect) => effects.filter((found) => found === effect).length;
    const isMailed =
      action === "approve" || action === "resend" || (action === "reject" && notify && settings.mailsRejections);
    const isUnconfirmed = (row: AccessRequest) => row.emailConfirmedAt === null && isUndecided(row);
    return ok({
      total: given.length,
      willChange: affected.length - countOf("none"),
      willMail: isMailed ? countOf("full") : 0,
      alreadyDecided: rows.length - affected.length,
      unconfirmed: ctx.config.confirmRequests ? affected.filter(isUnconfirmed).length : 0,
      needSecondApproval: countOf("first"),
      notByYou: countOf("none"),
      notFound: given.length - rows.length,
      needsProof: given.length > bulkWithoutProofMax && !isRecentlyProven(ctx, reviewer),
    });
  },
});

async function approvalEffect(
  ctx: CoreContext,
  row: AccessRequest,
  { user }: ReviewerActor,
  own: Set<string>,
  { fourEyesBuyerModes }: InstanceSettings,
): Promise<Effect> {
  if (own.has(canonicalMailbox(row.email)) || (await isOfOwnCompany(ctx, ctx.db, user, row))) return "none";
  // Waits for an organization.
  if (row.joinAskedAt !== null) return "none";
  if (!fourEyesBuyerModes.includes(row.buyerMode)) return "full";
  if (row.firstApprovedById === user.id) return "none";
  return (await isFirstIndependent(ctx, ctx.db, row, user.id)) ? "full" : "first";
}

const strandedBatch = 50;

/** Null while sign-up needs an approval. */
export async function countStranded(ctx: CoreContext, _reviewer: ReviewerActor): Promise<number | null> {
  if (ctx.config.signup !== "open") return null;
  return ctx.db.accessRequest.count({ where: stranded(ctx) });
}

/** Call it until none is left. */
export const approveStranded = act({
  access: "admin",
  stepUp: true,
  input: z.strictObject({}),
  output: z.strictObject({ approved: count, refused: count, left: count }),
  errors: ["step_up_required"],
  example: { output: { approved: 3, refused: 0, left: 0 } },
  async run(ctx, admin) {
    if (ctx.config.signup !== "open") return ok({ approved: 0, refused: 0, left: 0 });
    const waiting = await ctx.db.accessRequest.findMany({
      where: {
        ...stranded(ctx),
        NOT: { email: admin.user.email },
        OR: [{ firstApprovedById: null }, { firstApprovedById: { not: admin.user.id } }],
      },
      orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
      take: strandedBatch,
      select: { id: true },
    });
    let approved = 0;
    for (const { id } of waiting) {
      if ((await approveAccessRequest(ctx, admin, { id })).ok) approved += 1;
    }
    return ok({
      approved,
      refused: waiting.length - approved,
      left: await ctx.db.accessRequest.count({ where: stranded(ctx) }),
    });
  },
});

function stranded(ctx: CoreContext): Prisma.AccessRequestWhereInput {
  return {
    status: { in: undecided },
    joinAskedAt: null,
    ...(ctx.config.confirmRequests ? { emailConfirmedAt: { not: null } } : {}),
  };
}
