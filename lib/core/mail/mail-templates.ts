import type { MailTemplateInput } from "@/lib/values/mails";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import type { MailTemplates } from "../kernel/mail";
import type { MailPreview } from "../kernel/ports";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "./mail-limits";
import { isMailTemplate, mailSamples } from "./mail-samples";

/** The name of every mail that is ever sent, in alphabetical order. */
export function listMailTemplates(ctx: CoreContext, _admin: AdminActor): string[] {
  return Object.keys(mailSamples(ctx)).sort();
}

/** One mail as it looks, with made-up data. */
export async function previewMailTemplate(
  ctx: CoreContext,
  _admin: AdminActor,
  { template, locale }: MailTemplateInput,
): Promise<Result<MailPreview, "not_found">> {
  const samples = mailSamples(ctx);
  if (!isMailTemplate(samples, template)) return err("not_found");
  return ok(await ctx.mailroom.preview({ template, locale, props: samples[template] }));
}

/** The same to the admin's own mailbox, where mail programs show what a browser does not. */
export async function sendMailSample(
  ctx: CoreContext,
  admin: AdminActor,
  { template, locale }: MailTemplateInput,
): Promise<Result<{ mailId: string; to: string }, "not_found" | "rate_limited">> {
  const samples = mailSamples(ctx);
  if (!isMailTemplate(samples, template)) return err("not_found");
  const limit = await ctx.limits.consume("testMail", admin.user.id);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  const to = admin.user.email;
  return inTransaction<{ mailId: string; to: string }, "rate_limited">(ctx, async (tx) => {
    const mailId = await enqueue(ctx, tx, { template, to, locale, props: samples[template] });
    if (mailId === null) return err("rate_limited", mailWait(template));
    await recordAuditEvent(ctx, tx, {
      action: "mail.test_sent",
      actor: admin,
      target: { type: "mail", id: mailId },
      details: { template },
    });
    return ok({ mailId, to });
  });
}

function enqueue<Name extends keyof MailTemplates>(
  ctx: CoreContext,
  tx: Transaction,
  mail: { template: Name; to: string; locale: string; props: MailTemplates[Name] },
): Promise<string | null> {
  return ctx.mailer.enqueue(tx, mail);
}
