import { ok } from "@/lib/core/kernel/result";
import { cancelMail } from "@/lib/core/mail/cancel-mail";
import { getMail } from "@/lib/core/mail/get-mail";
import { listMails } from "@/lib/core/mail/list-mails";
import { retryMail } from "@/lib/core/mail/retry-mail";
import { sendTestMail } from "@/lib/core/mail/send-test-mail";
import { listMailsSchema } from "@/lib/values/mails";
import { defineAdminEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import {
  mailDetailSchema,
  mailPageSchema,
  mailSchema,
  sentMailSchema,
  toMail,
  toMailDetail,
  toMailPage,
} from "./mail-wire";
import { nothing } from "./schemas";

const exampleMail = {
  id: exampleId,
  to: "jane@company.com",
  template: "access-approved",
  locale: "en",
  state: "failed",
  attempts: 20,
  lastError: "Resend: invalid_api_key: API key is invalid",
  createdAt: exampleMoment,
  sentAt: null,
  sendAfter: null,
  accessRequestId: exampleId,
} as const;

const listEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/mails",
  summary: "List emails",
  description:
    "Newest first. `to` is an address or part of one. `since` and `until` are UTC days. `accessRequestId` finds the emails about one request.",
  input: listMailsSchema,
  status: 200,
  data: mailPageSchema,
  dataExample: { items: [exampleMail], nextCursor: null },
  message: "Emails.",
  refusals: [],
  async run({ ctx, actor, input }) {
    return ok({ data: toMailPage(await listMails(ctx, actor, input)) });
  },
});

const getEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/mails/{id}",
  summary: "Get an email",
  description: "Includes its text, without the secret parts of its links.",
  input: nothing,
  status: 200,
  data: mailDetailSchema,
  dataExample: {
    ...exampleMail,
    preview: { subject: "Your request for Foyer is approved", html: "<!DOCTYPE html>…", text: "Foyer…" },
    hasRunOut: false,
    canRetry: true,
    canCancel: false,
  },
  message: "Email.",
  refusals: ["not_found"],
  async run({ ctx, actor, id }) {
    const found = await getMail(ctx, actor, { id });
    return found.ok ? ok({ data: toMailDetail(found.value) }) : found;
  },
});

const retryEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/mails/{id}/retry",
  summary: "Resend a failed email",
  description: "Returns it to the queue. Fails if its link has expired.",
  input: nothing,
  status: 200,
  data: mailSchema,
  dataExample: { ...exampleMail, state: "queued", attempts: 0 },
  message: "Email queued.",
  refusals: ["not_found", "mail_not_failed", "mail_run_out"],
  async run({ ctx, actor, id }) {
    const done = await retryMail(ctx, actor, { id });
    return done.ok ? ok({ data: toMail(done.value) }) : done;
  },
});

const cancelEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/mails/{id}/cancel",
  summary: "Cancel a queued email",
  description: "Emails that tell people what happened to their account or organization can't be canceled.",
  input: nothing,
  status: 200,
  data: mailSchema,
  dataExample: { ...exampleMail, state: "cancelled" },
  message: "Email canceled.",
  refusals: ["not_found", "mail_not_waiting", "mail_not_cancellable"],
  async run({ ctx, actor, id }) {
    const done = await cancelMail(ctx, actor, { id });
    return done.ok ? ok({ data: toMail(done.value) }) : done;
  },
});

const testEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/mails/test",
  summary: "Send a test email",
  description: "To your own address, through the queue. Get the email by its id to see its status.",
  input: nothing,
  status: 202,
  data: sentMailSchema,
  dataExample: { mailId: exampleId, to: "ana@company.com" },
  message: "Test email queued.",
  refusals: ["rate_limited"],
  async run({ ctx, actor }) {
    const sent = await sendTestMail(ctx, actor);
    return sent.ok ? ok({ data: sent.value }) : sent;
  },
});

export const mailEndpoints: Endpoint[] = [listEndpoint, getEndpoint, retryEndpoint, cancelEndpoint, testEndpoint];
