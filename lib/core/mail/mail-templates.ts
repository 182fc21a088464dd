import { z } from "zod";
import { type MailTemplateInput, mailTemplateSchema } from "@/lib/values/mails";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { inTransaction, type Transaction } from "../kernel/database";
import type { MailTemplates } from "../kernel/mail";
import type { MailPreview } from "../kernel/ports";
import { err, ok, type Result } from "../kernel/result";
import { mailWait } from "./mail-limits";
import { isMailTemplate, mailSamples } from "./mail-samples";

/** Alphabetical. */
export function listMailTemplates(ctx: CoreContext, _admin: AdminActor): string[] {
  return Object.keys(mailSamples(ctx)).sort();
}

/** Uses made-up data. */
export async function previewMailTemplate(
  ctx: CoreContext,
  _admin: AdminActor,
  { template, locale }: MailTemplateInput,
): Promise<Result<MailPreview, "not_found">> {
  const samples = mailSamples(ctx);
  if (!isMailTemplate(samples, template)) return err("not_found");
  return ok(await ctx.mailroom.preview({ template, locale, props: samples[template] }));
}

const sentMail = z.strictObject({ mailId: z.uuid(), to: z.string() });
const example = { mailId: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", to: "ana@company.com" };

export const sendMailSample = act({
  access: "admin",
  input: mailTemplateSchema,
  output: sentMail,
  errors: ["not_found", "rate_limited"],
  example: { input: { template: "access-approved", locale: "en" }, output: example },
  async run(ctx, admin, { template, locale }) {
    const samples = mailSamples(ctx);
    if (!isMailTemplate(samples, template)) return err("not_found");
    return sendToSelf(ctx, admin, { template, locale, props: samples[template] });
  },
});

export const sendTestMail = act({
  access: "admin",
  input: z.strictObject({}),
  output: sentMail,
  errors: ["rate_limited"],
  example: { output: example },
  async run(ctx, admin) {
    const { name, locale } = admin.user;
    const mailsUrl = `${ctx.config.appUrl}/admin/mail`;
    return sendToSelf(ctx, admin, { template: "test-mail", locale, props: { name, mailsUrl } });
  },
});

async function sendToSelf<Name extends keyof MailTemplates>(
  ctx: CoreContext,
  admin: AdminActor,
  mail: { template: Name; locale: string; props: MailTemplates[Name] },
): Promise<Result<z.output<typeof sentMail>, "rate_limited">> {
  const limit = await ctx.limits.consume("testMail", admin.user.id);
  if (!limit.allowed) return err("rate_limited", { retryAfterSeconds: limit.retryAfterSeconds });
  const to = admin.user.email;
  return inTransaction<z.output<typeof sentMail>, "rate_limited">(ctx, async (tx: Transaction) => {
    const mailId = await ctx.mailer.enqueue(tx, { ...mail, to });
    if (mailId === null) return err("rate_limited", mailWait(mail.template));
    await recordAuditEvent(ctx, tx, {
      action: "mail.test_sent",
      actor: admin,
      target: { type: "mail", id: mailId },
      details: { template: mail.template },
    });
    return ok({ mailId, to });
  });
}
