import type { AccessRequest } from "@/generated/prisma/client";
import { patternsMax } from "@/lib/values/access-rules";
import type { BlockApplicantInput } from "@/lib/values/queue";
import type { AccessRequestView } from "@/lib/values/queue-view";
import { type ReviewerActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { anyStatus } from "./add-request-note";
import { type Change, type ChangeRefusal, changeAccessRequest, undecided } from "./change-access-request";
import { decidedBy } from "./decision";
import { lockRules } from "./rules/rules";

/** The rule that the queue's blocks go to; admins see, change and switch it off like any other. */
const ruleName = "Blocked from the queue";

/**
 * Rejects what comes from this address or its domain from now on, by a rule, and this request, when it waits, at once
 * and without a mail. A domain that anybody can have an address of is not blocked as a whole. Needs a recent proof.
 */
export async function blockApplicant(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  { id, what }: BlockApplicantInput & { id: string },
): Promise<Result<AccessRequestView, ChangeRefusal | "step_up_required" | "validation_failed">> {
  const recent = requireRecentProof(ctx, reviewer);
  if (!recent.ok) return recent;
  return changeAccessRequest<"validation_failed">(ctx, reviewer, { id, from: anyStatus }, async (tx, request) => {
    if (what === "domain" && isAnybodys(ctx, request)) {
      return err("validation_failed", { fieldErrors: { what: ["free_mail_domain"] } });
    }
    const ruleId = await addToRule(tx, what === "domain" ? request.emailDomain : request.email);
    return ok(change(ctx, reviewer, request, what, ruleId));
  });
}

/** Of email providers, and of public suffixes, below which anybody may register. */
function isAnybodys(ctx: CoreContext, { domainKind, emailDomain }: AccessRequest): boolean {
  return domainKind === "FREE" || ctx.isPublicMailDomain(emailDomain) || ctx.registrableDomain(emailDomain) === null;
}

function change(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  request: AccessRequest,
  what: BlockApplicantInput["what"],
  ruleId: string,
): Change {
  const details = { what, ruleId };
  const action = "access_request.blocked";
  const blocked = { kind: "blocked", text: what } as const;
  if (!undecided.includes(request.status)) return { data: {}, events: [blocked], action, details };
  return {
    data: { ...decidedBy(ctx, reviewer), status: "REJECTED", rejectionReason: null, approvalNote: null },
    events: [blocked, { kind: "rejected" }],
    action,
    details: { ...details, rejected: true },
  };
}

/** Before every other rule. */
async function addToRule(tx: Transaction, pattern: string): Promise<string> {
  await lockRules(tx);
  const blocks = await tx.accessRule.findMany({
    // One that an admin has switched off stays off, with all that it lists.
    where: { name: ruleName, subject: "LIST", effect: "REJECT", isEnabled: true },
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
  const made = await tx.accessRule.create({
    data: {
      ...{ name: ruleName, subject: "LIST", effect: "REJECT", patterns: [pattern] },
      position: (first.position ?? 1) - 1,
    },
  });
  return made.id;
}
