import { z } from "@hono/zod-openapi";
import type { MailDetail } from "@/lib/core/mail/get-mail";
import type { MailPage } from "@/lib/core/mail/list-mails";
import type { MailView } from "@/lib/core/mail/mail-view";
import { mailStates } from "@/lib/values/mails";

/** Wire shapes of mails. */
const moment = z.iso.datetime();

const fields = {
  id: z.uuid(),
  to: z.string(),
  template: z.string(),
  locale: z.string(),
  state: z.enum(mailStates),
  attempts: z.int().min(0),
  lastError: z.string().nullable(),
  createdAt: moment,
  sentAt: moment.nullable(),
  sendAfter: moment.nullable(),
  accessRequestId: z.uuid().nullable(),
};
export const mailSchema = z.strictObject(fields).openapi("Mail");
export const mailPageSchema = z
  .strictObject({ items: z.array(mailSchema), nextCursor: z.string().nullable() })
  .openapi("MailPage");
export const mailPreviewSchema = z.strictObject({ subject: z.string(), html: z.string(), text: z.string() });
export const mailDetailSchema = z
  .strictObject({
    ...fields,
    preview: mailPreviewSchema.nullable(),
    hasRunOut: z.boolean(),
    canRetry: z.boolean(),
    canCancel: z.boolean(),
  })
  .openapi("MailDetail");
export const sentMailSchema = z.strictObject({ mailId: z.uuid(), to: z.string() });

export function toMail(mail: MailView): z.input<typeof mailSchema> {
  return {
    id: mail.id,
    to: mail.to,
    template: mail.template,
    locale: mail.locale,
    state: mail.state,
    attempts: mail.attempts,
    lastError: mail.lastError,
    createdAt: mail.createdAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
    sendAfter: mail.sendAfter?.toISOString() ?? null,
    accessRequestId: mail.accessRequestId,
  };
}

export function toMailPage(page: MailPage): z.input<typeof mailPageSchema> {
  return { items: page.items.map(toMail), nextCursor: page.nextCursor };
}

export function toMailDetail(mail: MailDetail): z.input<typeof mailDetailSchema> {
  const { preview, hasRunOut, canRetry, canCancel } = mail;
  return {
    ...toMail(mail),
    preview: preview && { subject: preview.subject, html: preview.html, text: preview.text },
    ...{ hasRunOut, canRetry, canCancel },
  };
}
