import { cancelMail } from "@/lib/core/mails/cancel-mail";
import { getMail } from "@/lib/core/mails/get-mail";
import { listMails } from "@/lib/core/mails/list-mails";
import { retryMail } from "@/lib/core/mails/retry-mail";
import { sendTestMail } from "@/lib/core/mails/send-test-mail";
import { ok } from "@/lib/core/result";
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
  summary: "List mails",
  description:
    "Newest first. `to` is a whole address or a part of one; `since` and `until` are days in UTC; `accessRequestId` finds the mails about one request.",
  input: listMailsSchema,
  status: 200,
  data: mailPageSchema,
  dataExample: { items: [exampleMail], nextCursor: null },
  message: "Mails.",
  refusals: [],
  async run({ ctx, actor, input }) {
    return ok({ data: toMailPage(await listMails(ctx, actor, input)) });
  },
});

const getEndpoint = defineAdminEndpoint({
  method: "get",
  path: "/mails/{id}",
  summary: "Read one mail",
  description: "With what it says, but for the secret parts of its links: they belong to the recipient alone.",
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
  message: "Mail.",
  refusals: ["not_found"],
  async run({ ctx, actor, id }) {
    const found = await getMail(ctx, actor, { id });
    return found.ok ? ok({ data: toMailDetail(found.value) }) : found;
  },
});

const retryEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/mails/{id}/retry",
  summary: "Send a failed mail again",
  description: "Puts it back into the queue. Refused when its link has run out, for then nobody could use it.",
  input: nothing,
  status: 200,
  data: mailSchema,
  dataExample: { ...exampleMail, state: "queued", attempts: 0 },
  message: "Mail queued again.",
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
  message: "Mail taken back.",
  refusals: ["not_found", "mail_not_waiting", "mail_not_cancellable"],
  async run({ ctx, actor, id }) {
    const done = await cancelMail(ctx, actor, { id });
    return done.ok ? ok({ data: toMail(done.value) }) : done;
  },
});

const testEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/mails/test",
  summary: "Mail a test to yourself",
  description: "Through the queue, like every mail. Read the mail by its id to see what became of it.",
  input: nothing,
  status: 202,
  data: sentMailSchema,
  dataExample: { mailId: exampleId, to: "ana@company.com" },
  message: "Test mail queued.",
  refusals: ["rate_limited"],
  async run({ ctx, actor }) {
    const sent = await sendTestMail(ctx, actor);
    return sent.ok ? ok({ data: sent.value }) : sent;
  },
});

export const mailEndpoints: Endpoint[] = [listEndpoint, getEndpoint, retryEndpoint, cancelEndpoint, testEndpoint];
