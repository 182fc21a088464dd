"use server";

import { z } from "zod";
import { cancelMail } from "@/lib/core/mail/cancel-mail";
import { getMailState } from "@/lib/core/mail/get-mail";
import { sendMailSample } from "@/lib/core/mail/mail-templates";
import { retryMail } from "@/lib/core/mail/retry-mail";
import { sendTestMail } from "@/lib/core/mail/send-test-mail";
import { idOnlySchema } from "@/lib/values/forms";
import { mailTemplateSchema } from "@/lib/values/mails";
import { defineAdminAction } from "@/lib/web/define-action";

export const retry = defineAdminAction({ input: idOnlySchema, run: retryMail });
export const cancel = defineAdminAction({ input: idOnlySchema, run: cancelMail });
export const mailState = defineAdminAction({ input: idOnlySchema, run: getMailState });
export const sendTest = defineAdminAction({ input: z.strictObject({}), run: sendTestMail });
export const sendSample = defineAdminAction({ input: mailTemplateSchema, run: sendMailSample });
