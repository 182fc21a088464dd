import type { ApprovalPreviewInput } from "@/lib/values/approval-preview";
import { type Locale, locales } from "@/lib/values/locale";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { approvalSeconds, secondsAfter } from "../kernel/lifetimes";
import type { MailTemplates } from "../kernel/mail";
import type { MailPreview } from "../kernel/ports";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "../mail/mail-limits";

const template = "access-approved";

interface ApprovalMail {
  to: string;
  locale: Locale;
  props: MailTemplates[typeof template];
}

/** The mail that an approval would send. Its link is made up: nothing is approved by looking. */
export async function previewApproval(
  ctx: CoreContext,
  _reviewer: ReviewerActor,
  input: ApprovalPreviewInput,
): Promise<Result<{ to: string; locale: Locale; preview: MailPreview }, "not_found">> {
  const mail = await findApprovalMail(ctx, input);
  if (!mail) return err("not_found");
  const { to, locale, props } = mail;
  return ok({ to, locale, preview: await ctx.mailroom.preview({ template, locale, props }) });
}

/** The same to the reviewer's own mailbox, where mail programs show what a browser does not. */
export async function sendApprovalSample(
  ctx: CoreContext,
  reviewer: ReviewerActor,
  input: ApprovalPreviewInput,
): Promise<Result<{ to: string }, "not_found" | "rate_limited">> {
  const mail = await findApprovalMail(ctx, input);
  if (!mail) return err("not_found");
  const limit = await ctx.limits.consume("testMail", reviewer.user.id);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  const { locale, props } = mail;
  const to = reviewer.user.email;
  return inTransaction<{ to: string }, "rate_limited">(ctx, async (tx) => {
    const mailId = await ctx.mailer.enqueue(tx, { template, to, locale, props });
    if (mailId === null) return err("rate_limited", mailWait(template));
    await recordAuditEvent(ctx, tx, {
      action: "mail.test_sent",
      actor: reviewer,
      target: { type: "mail", id: mailId },
      details: { template },
    });
    return ok({ to });
  });
}

async function findApprovalMail(ctx: CoreContext, { id, note }: ApprovalPreviewInput): Promise<ApprovalMail | null> {
  const request = await ctx.db.accessRequest.findUnique({
    where: { id },
    select: { email: true, name: true, organization: true, locale: true },
  });
  if (!request) return null;
  const { email, name, organization } = request;
  return {
    to: email,
    locale: locales.find((known) => known === request.locale) ?? "en",
    props: {
      ...{ name, organization },
      url: `${ctx.config.appUrl}/login?sample=1`,
      expiresAt: secondsAfter(ctx.clock.now(), approvalSeconds),
      note: note || null,
    },
  };
}
