import type { Templates } from "./template";

export const operationsTemplates = {
  "test-mail": ({ name, mailsUrl }, { t }, { appName }) => ({
    subject: t("test-mail.subject", { appName }),
    preview: t("test-mail.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("test-mail.body", { appName })],
    action: { label: t("test-mail.action"), url: mailsUrl },
    why: t("test-mail.why", { appName }),
  }),
  "webhook-failing": ({ name, url, reason, isTurnedOff, webhookUrl }, { t }, { appName }) => ({
    subject: t(isTurnedOff ? "webhook-failing.subjectOff" : "webhook-failing.subject", { appName }),
    preview: t("webhook-failing.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [
      t("webhook-failing.body", { appName }),
      t(isTurnedOff ? "webhook-failing.off" : "webhook-failing.goesOn"),
    ],
    quote: { label: t("webhook-failing.answer"), text: `${url}\n${reason}` },
    action: { label: t("webhook-failing.action"), url: webhookUrl },
    why: t("webhook-failing.why", { appName }),
  }),
} satisfies Templates<"test-mail" | "webhook-failing">;
