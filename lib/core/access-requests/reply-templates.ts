import type { ReplyTemplate } from "@/generated/prisma/client";
import type { ReplyTemplateKind } from "@/generated/prisma/enums";
import {
  type ReplyTemplateInput,
  type ReplyTemplateKindValue,
  type ReplyTemplatePatch,
  replyTemplateKinds,
} from "@/lib/values/settings";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { type AdminActor, type ReviewerActor, requireRecentProof } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { defaultReplyTemplates, type ReplyTemplateView } from "./default-reply-templates";

const storedKinds = {
  approval_note: "APPROVAL_NOTE",
  rejection_reason: "REJECTION_REASON",
  question: "QUESTION",
} as const satisfies Record<ReplyTemplateKindValue, ReplyTemplateKind>;
const kindValues = {
  APPROVAL_NOTE: "approval_note",
  REJECTION_REASON: "rejection_reason",
  QUESTION: "question",
} as const satisfies Record<ReplyTemplateKind, ReplyTemplateKindValue>;

/** Words to choose from, by title. Of a kind that nobody has written any of, those that come with the product. */
export async function listReplyTemplates(ctx: CoreContext, _reviewer: ReviewerActor): Promise<ReplyTemplateView[]> {
  const own = (await ctx.db.replyTemplate.findMany({ orderBy: [{ title: "asc" }, { id: "asc" }] })).map(toView);
  return replyTemplateKinds.flatMap((kind) => {
    const written = own.filter((template) => template.kind === kind);
    return written.length > 0 ? written : defaultReplyTemplates.filter((template) => template.kind === kind);
  });
}

/** Adds a template. Needs a recent proof, as every change of templates does. */
export async function createReplyTemplate(
  ctx: CoreContext,
  admin: AdminActor,
  { kind, title, text }: ReplyTemplateInput,
): Promise<Result<ReplyTemplateView, "step_up_required">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  return inTransaction<ReplyTemplateView, never>(ctx, async (tx) => {
    const row = await tx.replyTemplate.create({ data: { kind: storedKinds[kind], title, text } });
    await recordAuditEvent(ctx, tx, { action: "reply_template.created", actor: admin, details: { kind, title } });
    return ok(toView(row));
  });
}

export async function updateReplyTemplate(
  ctx: CoreContext,
  admin: AdminActor,
  { id, title, text }: ReplyTemplatePatch & { id: string },
): Promise<Result<ReplyTemplateView, "not_found" | "step_up_required">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  if (!isId(id)) return err("not_found");
  return inTransaction<ReplyTemplateView, "not_found">(ctx, async (tx) => {
    const data = { ...(title === undefined ? {} : { title }), ...(text === undefined ? {} : { text }) };
    const [row] = await tx.replyTemplate.updateManyAndReturn({ where: { id }, data });
    if (!row) return err("not_found");
    const view = toView(row);
    await recordAuditEvent(ctx, tx, {
      action: "reply_template.updated",
      actor: admin,
      details: { kind: view.kind, title: view.title },
    });
    return ok(view);
  });
}

export async function deleteReplyTemplate(
  ctx: CoreContext,
  admin: AdminActor,
  { id }: { id: string },
): Promise<Result<undefined, "not_found" | "step_up_required">> {
  const proof = requireRecentProof(ctx, admin);
  if (!proof.ok) return proof;
  if (!isId(id)) return err("not_found");
  return inTransaction<undefined, "not_found">(ctx, async (tx) => {
    const row = await tx.replyTemplate.findUnique({ where: { id } });
    const removed = row ? await tx.replyTemplate.deleteMany({ where: { id } }) : null;
    if (!row || removed?.count !== 1) return err("not_found");
    await recordAuditEvent(ctx, tx, {
      action: "reply_template.deleted",
      actor: admin,
      details: { kind: kindValues[row.kind], title: row.title },
    });
    return ok();
  });
}

function toView({ id, kind, title, text }: ReplyTemplate): ReplyTemplateView {
  return { id, kind: kindValues[kind], title, text, isDefault: false };
}
