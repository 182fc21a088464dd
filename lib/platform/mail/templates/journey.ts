import type { Templates } from "./template";

export const journeyTemplates = {
  "access-requested": ({ name, organization, statusUrl }, { t }, { appName }) => ({
    subject: t("access-requested.subject", { appName }),
    preview: t("access-requested.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("access-requested.body", { organization, appName }), t("access-requested.next")],
    action: { label: t("access-requested.action"), url: statusUrl },
    why: t("access-requested.why", { appName }),
    journey: "review",
  }),
  "confirm-request": ({ name, organization, hasOthers, url, expiresAt, origin }, { t, dateTime }, { appName }) => ({
    subject: t("confirm-request.subject", { appName }),
    preview: t("confirm-request.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [
      t("confirm-request.body", { appName }),
      t("confirm-request.as", { name, organization }),
      ...(hasOthers ? [t("confirm-request.others")] : []),
    ],
    action: { label: t("confirm-request.action"), url },
    afterAction: [t("worksUntil", { until: dateTime(expiresAt) })],
    origin,
    why: t("confirm-request.why", { appName }),
    journey: "request",
  }),
  "access-approved": ({ name, organization, url, expiresAt, note }, { t, dateTime }, { appName }) => ({
    subject: t("access-approved.subject", { appName }),
    preview: t("access-approved.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("access-approved.body", { appName, organization })],
    quote: note ? { label: t("access-approved.note"), text: note } : undefined,
    action: { label: t("access-approved.action"), url },
    afterAction: [t("access-approved.once", { until: dateTime(expiresAt) })],
    why: t("access-approved.why", { appName }),
    journey: "signUp",
  }),
  "approval-expired": ({ name, url }, { t }, { appName }) => ({
    subject: t("approval-expired.subject", { appName }),
    preview: t("approval-expired.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("approval-expired.body", { appName })],
    action: { label: t("approval-expired.action"), url },
    why: t("access-requested.why", { appName }),
    journey: "signUp",
  }),
  "link-copied": ({ name, at }, { t, dateTime }, { appName }) => ({
    subject: t("link-copied.subject", { appName }),
    preview: t("link-copied.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("link-copied.body", { appName, at: dateTime(at) }), t("link-copied.next")],
    why: t("access-approved.why", { appName }),
  }),
  "access-rejected": ({ name, organization, reason }, { t }, { appName }) => ({
    subject: t("access-rejected.subject", { appName }),
    preview: t("access-rejected.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("access-rejected.body", { appName, organization }), t("access-rejected.next")],
    quote: reason ? { label: t("access-rejected.reason"), text: reason } : undefined,
    why: t("access-requested.why", { appName }),
  }),
  "verify-email": ({ name, organization, url, expiresAt, origin }, { t, dateTime }, { appName }) => ({
    subject: t("verify-email.subject", { appName }),
    preview: t("verify-email.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [
      t("verify-email.body", { appName }),
      organization ? t("verify-email.as", { name, organization }) : t("verify-email.asName", { name }),
    ],
    action: { label: t("verify-email.action"), url },
    afterAction: [t("worksUntil", { until: dateTime(expiresAt) }), t("verify-email.others"), t("verify-email.notYou")],
    origin: origin ?? undefined,
    why: t("verify-email.why", { appName }),
  }),
  "already-registered": ({ name, loginUrl, resetUrl, origin }, { t }, { appName }) => ({
    subject: t("already-registered.subject", { appName }),
    preview: t("already-registered.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("already-registered.body", { appName }), t("already-registered.next")],
    action: { label: t("already-registered.action"), url: loginUrl },
    afterAction: [t("already-registered.forgot", { resetUrl })],
    origin,
    why: t("security.why", { appName }),
  }),
} satisfies Templates<
  | "access-requested"
  | "confirm-request"
  | "access-approved"
  | "approval-expired"
  | "link-copied"
  | "access-rejected"
  | "verify-email"
  | "already-registered"
>;
