"use server";

import { sendMailSample, sendTestMail } from "@/lib/core/mail/mail-templates";
import { cancelMail, getMailState, retryMail } from "@/lib/core/mail/mails";
import { serverAction } from "@/lib/web/define-action";

export const retry = serverAction(retryMail);
export const cancel = serverAction(cancelMail);
export const mailState = serverAction(getMailState);
export const sendTest = serverAction(sendTestMail);
export const sendSample = serverAction(sendMailSample);
