import { z } from "zod";
import { approvalPreviewSchema } from "@/lib/values/approval-preview";
import { type Locale, locales } from "@/lib/values/locale";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { CoreContext } from "../kernel/context";
import { inTransaction } from "../kernel/database";
import { approvalSeconds, secondsAfter } from "../kernel/lifetimes";
import type { MailTemplates } from "../kernel/mail";
import { err, ok } from "../kernel/result";
import { mailWait } from "../mail/mail-limits";

const template = "access-approved";

const approvalPreview = z.strictObject({
  to: z.string(),
  locale: z.enum(locales),
  preview: z.strictObject({ subject: z.string(), html: z.string(), text: z.string() }),
});
export type ApprovalPreview = z.input<typeof approvalPreview>;

/** Contains a link that doesn't work. */
export const previewApproval = act({
  access: "reviewer",
  input: approvalPreviewSchema,
  output: approvalPreview,
  errors: ["not_found"],
  example: {
    output: {
      to: "jane@company.com",
      locale: "en",
      preview: { subject: "You're invited", html: "<p>Welcome aboard.</p>", text: "Welcome aboard." },
    },
  },
  async run(ctx, _reviewer, { id, note }) {
    const mail = await findApprovalMail(ctx, id, note);
    if (!mail) return err("not_found");
    const { to, locale, props } = mail;
    return ok({ to, locale, preview: await ctx.mailroom.preview({ template, locale, props }) });
  },
});

export const sendApprovalSample = act({
  access: "reviewer",
  input: approvalPreviewSchema,
  output: z.strictObject({ to: z.string() }),
  errors: ["not_found", "rate_limited"],
  example: { output: { to: "ana@company.com" } },
  async run(ctx, reviewer, { id, note }) {
    const mail = await findApprovalMail(ctx, id, note);
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
  },
});

interface ApprovalMail {
  to: string;
  locale: Locale;
  props: MailTemplates[typeof template];
}

async function findApprovalMail(ctx: CoreContext, id: string, note: string | undefined): Promise<ApprovalMail | null> {
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
      name,
      organization,
      url: `${ctx.config.appUrl}/login?sample=1`,
      expiresAt: secondsAfter(ctx.clock.now(), approvalSeconds),
      note: note || null,
    },
  };
}
