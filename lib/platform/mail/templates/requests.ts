import type { Templates } from "./template";

export const requestTemplates = {
  "more-information": ({ name, organization, question, url }, { t }, { appName }) => ({
    subject: t("more-information.subject", { appName }),
    preview: t("more-information.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("more-information.body", { organization, appName })],
    quote: { label: t("more-information.question"), text: question },
    action: { label: t("more-information.action"), url },
    afterAction: [t("more-information.after")],
    why: t("access-approved.why", { appName }),
    journey: "review",
  }),
  "request-waiting": ({ name, applicant, organization, applicantEmail, answered, url }, { t }, { appName }) => ({
    subject: t(answered ? "request-waiting.subjectAnswered" : "request-waiting.subject", { appName }),
    preview: t("request-waiting.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [
      t(answered ? "request-waiting.bodyAnswered" : "request-waiting.body", {
        applicant,
        organization,
        appName,
        email: applicantEmail,
      }),
    ],
    action: { label: t("request-waiting.action"), url },
    why: t("request-waiting.why", { appName }),
  }),
  "requests-digest": ({ name, count, newest, url }, { t }, { appName }) => ({
    subject: t("requests-digest.subject", { appName, count }),
    preview: t("request-waiting.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("requests-digest.body", { appName, count })],
    quote: { label: t("requests-digest.newest"), text: newest },
    action: { label: t("requests-digest.action"), url },
    why: t("requests-digest.why", { appName }),
  }),
} satisfies Templates<"more-information" | "request-waiting" | "requests-digest">;
