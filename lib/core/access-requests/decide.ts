import type { AccessRequest } from "@/generated/prisma/client";
import { patternsMax } from "@/lib/values/access-rules";
import { blockApplicantSchema, markDuplicateSchema, rejectAccessRequestSchema } from "@/lib/values/queue";
import { idSchema } from "@/lib/values/tokens";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { heldUntil } from "../kernel/held-until";
import { err, ok } from "../kernel/result";
import { cancelHeldMails } from "../mail/mail-hold";
import { getSettings } from "../settings/get-settings";
import { changeAccessRequest, changeErrors, decidedBy, seenRequest, undoWindow } from "./change";
import { voidApprovals } from "./invitation";
import { anyStatus, isUndecided, undecided, waitingAgain, withNote, withoutFirstApproval } from "./request";
import { lockRules } from "./rules/rules";
import { accessRequest, exampleRequest, exampleReviewer } from "./view";

const exampleRejected = {
  ...exampleRequest,
  status: "rejected",
  version: 1,
  decidedAt: exampleRequest.createdAt,
  decidedBy: exampleReviewer,
} as const;

/** Emails the reason unless `notify` or the settings prevent it. */
export const rejectAccessRequest = act({
  access: "reviewer",
  input: rejectAccessRequestSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: changeErrors,
  example: {
    input: { reason: "We cannot serve this region yet.", notify: true },
    output: { ...exampleRequest, status: "rejected", version: 1 },
  },
  async run(ctx, reviewer, { id, version, internalNote, notify, undoable, reason }) {
    return changeAccessRequest(ctx, reviewer, { id, version, from: undecided }, async (tx, request) => {
      const { mailsRejections } = await getSettings(ctx, tx);
      return ok({
        data: {
          ...decidedBy(ctx, reviewer),
          ...(await undoWindow(ctx, tx, request, undoable)),
          ...(internalNote ? withNote(request, internalNote) : {}),
          status: "REJECTED",
          rejectionReason: reason || null,
          approvalNote: null,
        },
        events: [
          { kind: "rejected", text: reason },
          ...(internalNote ? [{ kind: "note", text: internalNote } as const] : []),
        ],
        action: "access_request.rejected",
        details: { notified: notify && mailsRejections },
        effect: async (rejected) => {
          if (!notify || !mailsRejections) return;
          const { email: to, locale, name, organization, rejectionReason } = rejected;
          await ctx.mailer.enqueue(
            tx,
            { template: "access-rejected", to, locale, props: { name, organization, reason: rejectionReason } },
            { sendAfter: heldUntil(rejected, ctx.clock.now()), accessRequestId: id },
          );
        },
      });
    });
  },
});

/** Sends no email. */
export const markDuplicate = act({
  access: "reviewer",
  input: markDuplicateSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: [...changeErrors, "validation_failed"],
  example: {
    input: { ofId: exampleRequest.id },
    output: {
      ...exampleRejected,
      duplicateOf: { id: exampleRequest.id, name: "Jane Doe", email: "jane.doe@company.com" },
    },
  },
  async run(ctx, reviewer, { id, version, ofId, undoable }) {
    const target = { id, version, from: undecided };
    return changeAccessRequest<"validation_failed">(ctx, reviewer, target, async (tx, request) => {
      const original = await tx.accessRequest.findUnique({ where: { id: ofId }, select: { duplicateOfId: true } });
      if (!original || original.duplicateOfId || ofId === id) {
        return err("validation_failed", { fieldErrors: { ofId: ["other_request"] } });
      }
      return ok({
        data: {
          ...decidedBy(ctx, reviewer),
          ...(await undoWindow(ctx, tx, request, undoable)),
          status: "REJECTED",
          rejectionReason: null,
          approvalNote: null,
          duplicateOfId: ofId,
        },
        // Erasing that request must erase the name.
        events: [{ kind: "marked_duplicate", text: ofId }],
        action: "access_request.marked_duplicate",
        details: { of: ofId },
      });
    });
  },
});

/** Fails once the email has begun to go out. */
export const undoDecision = act({
  access: "reviewer",
  input: seenRequest,
  output: accessRequest,
  errors: [...changeErrors, "undo_over"],
  example: { output: { ...exampleRequest, version: 2 } },
  async run(ctx, reviewer, { id, version }) {
    const target = { id, version, from: ["APPROVED" as const, "REJECTED" as const] };
    return changeAccessRequest<"undo_over">(ctx, reviewer, target, async (tx, request) => {
      const now = ctx.clock.now();
      const { undoTo, undoUntil } = request;
      if (!undoTo || !undoUntil || undoUntil <= now) return err("undo_over");
      if (!(await cancelDecisionMail(tx, request, now))) return err("undo_over");
      return ok({
        data: { ...restored(request), status: undoTo },
        events: [{ kind: "undone" }],
        action: "access_request.undone",
        details: { undone: request.status },
        effect: () => voidApprovals(ctx, tx, id),
      });
    });
  },
});

/** Returns false if an email was no longer held. */
async function cancelDecisionMail(tx: Transaction, request: AccessRequest, now: Date): Promise<boolean> {
  await cancelHeldMails(tx, request.id, now);
  const gone = await tx.mail.count({
    where: { accessRequestId: request.id, sendAfter: { gte: request.undoUntil ?? now }, state: { not: "CANCELLED" } },
  });
  return gone === 0;
}

/** Only an approval may overwrite the first of two approvals. */
function restored({ firstApprovedById, status }: AccessRequest) {
  const isFirstUntouched = status === "REJECTED" && firstApprovedById !== null;
  return {
    decidedAt: null,
    decidedById: null,
    decidedByRuleId: null,
    approvalExpiresAt: null,
    ...(isFirstUntouched ? {} : withoutFirstApproval),
    rejectionReason: null,
    duplicateOfId: null,
    undoUntil: null,
    undoTo: null,
  };
}

/** Accepts rejected requests and expired approvals. */
export const reopenAccessRequest = act({
  access: "reviewer",
  input: seenRequest,
  output: accessRequest,
  errors: changeErrors,
  example: { output: { ...exampleRequest, version: 2 } },
  async run(ctx, reviewer, { id, version }) {
    return changeAccessRequest(ctx, reviewer, { id, version, from: ["REJECTED", "EXPIRED"] }, async (tx) =>
      ok({
        data: waitingAgain,
        events: [{ kind: "reopened" }],
        action: "access_request.reopened",
        effect: async () => {
          await voidApprovals(ctx, tx, id);
          await cancelHeldMails(tx, id, ctx.clock.now());
        },
      }),
    );
  },
});

const blockRuleName = "Blocked from the queue";

/** Rejects a waiting request without an email. */
export const blockApplicant = act({
  access: "reviewer",
  stepUp: true,
  input: blockApplicantSchema.extend({ id: idSchema }),
  output: accessRequest,
  errors: [...changeErrors, "step_up_required", "validation_failed"],
  example: { input: { what: "address" }, output: exampleRejected },
  async run(ctx, reviewer, { id, what }) {
    return changeAccessRequest<"validation_failed">(ctx, reviewer, { id, from: anyStatus }, async (tx, request) => {
      if (what === "domain" && isPublicDomain(ctx, request)) {
        return err("validation_failed", { fieldErrors: { what: ["free_mail_domain"] } });
      }
      const ruleId = await addToBlockRule(tx, what === "domain" ? request.emailDomain : request.email);
      const blocked = { kind: "blocked", text: what } as const;
      const action = "access_request.blocked";
      if (!isUndecided(request)) return ok({ data: {}, events: [blocked], action, details: { what, ruleId } });
      return ok({
        data: { ...decidedBy(ctx, reviewer), status: "REJECTED", rejectionReason: null, approvalNote: null },
        events: [blocked, { kind: "rejected" }],
        action,
        details: { what, ruleId, rejected: true },
      });
    });
  },
});

/** Anyone can register below a public suffix. */
function isPublicDomain(ctx: CoreContext, { domainKind, emailDomain }: AccessRequest): boolean {
  return domainKind === "FREE" || ctx.isPublicMailDomain(emailDomain) || ctx.registrableDomain(emailDomain) === null;
}

async function addToBlockRule(tx: Transaction, pattern: string): Promise<string> {
  await lockRules(tx);
  const blocks = await tx.accessRule.findMany({
    // A rule that an admin turned off stays off.
    where: { name: blockRuleName, subject: "LIST", effect: "REJECT", isEnabled: true },
    orderBy: { position: "asc" },
  });
  const listing = blocks.find(({ patterns }) => patterns.includes(pattern));
  if (listing) return listing.id;
  const roomy = blocks.find(({ patterns }) => patterns.length < patternsMax);
  if (roomy) {
    await tx.accessRule.update({ where: { id: roomy.id }, data: { patterns: [...roomy.patterns, pattern] } });
    return roomy.id;
  }
  const { _min: first } = await tx.accessRule.aggregate({ _min: { position: true } });
  const { id } = await tx.accessRule.create({
    data: {
      name: blockRuleName,
      subject: "LIST",
      effect: "REJECT",
      patterns: [pattern],
      position: (first.position ?? 1) - 1,
    },
  });
  return id;
}
