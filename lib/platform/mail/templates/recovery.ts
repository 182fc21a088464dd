import type { Templates } from "./template";

export const recoveryTemplates = {
  "sign-in-paused": ({ name, url, expiresAt, origin }, { t, dateTime }, { appName }) => ({
    subject: t("sign-in-paused.subject", { appName }),
    preview: t("sign-in-paused.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("sign-in-paused.body", { appName }), t("sign-in-paused.next")],
    action: { label: t("sign-in-paused.action"), url },
    afterAction: [t("worksUntil", { until: dateTime(expiresAt) }), t("sign-in-paused.notYou")],
    origin,
    why: t("security.why", { appName }),
  }),
  "mfa-reset-scheduled": ({ name, reason, dueAt, cancelUrl }, { t, dateTime }, { appName }) => ({
    subject: t("mfa-reset-scheduled.subject", { appName }),
    preview: t("mfa-reset-scheduled.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("mfa-reset-scheduled.body", { appName, due: dateTime(dueAt) })],
    quote: { label: t("mfa-reset-scheduled.reason"), text: reason },
    action: { label: t("mfa-reset-scheduled.action"), url: cancelUrl },
    afterAction: [t("mfa-reset-scheduled.effect")],
    why: t("security.why", { appName }),
  }),
  "deletion-scheduled": ({ name, dueAt, keepUrl, origin }, { t, dateTime }, { appName }) => ({
    subject: t("deletion-scheduled.subject", { appName }),
    preview: t("deletion-scheduled.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("deletion-scheduled.body", { appName, due: dateTime(dueAt) })],
    action: { label: t("deletion-scheduled.action"), url: keepUrl },
    afterAction: [t("deletion-scheduled.effect")],
    origin,
    why: t("security.why", { appName }),
  }),
  "api-key-expiring": ({ name, keyName, expiresAt, keysUrl }, { t, dateTime }, { appName }) => ({
    subject: t("api-key-expiring.subject", { appName }),
    preview: t("api-key-expiring.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("api-key-expiring.body", { appName, keyName, until: dateTime(expiresAt) })],
    action: { label: t("api-key-expiring.action"), url: keysUrl },
    why: t("security.why", { appName }),
  }),
  "two-factor-required": ({ name, dueAt, isLast, setupUrl }, { t, dateTime }, { appName }) => ({
    subject: t(isLast ? "two-factor-required.lastSubject" : "two-factor-required.subject", { appName }),
    preview: t("two-factor-required.preview", { due: dateTime(dueAt) }),
    greeting: t("greeting", { name }),
    paragraphs: [t("two-factor-required.body", { appName, due: dateTime(dueAt) }), t("two-factor-required.how")],
    action: { label: t("two-factor-required.action"), url: setupUrl },
    why: t("security.why", { appName }),
  }),
  "account-deleted": ({ name }, { t }, { appName }) => ({
    subject: t("account-deleted.subject", { appName }),
    preview: t("account-deleted.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("account-deleted.body", { appName })],
    why: t("account-deleted.why", { appName }),
  }),
} satisfies Templates<
  | "sign-in-paused"
  | "mfa-reset-scheduled"
  | "deletion-scheduled"
  | "account-deleted"
  | "api-key-expiring"
  | "two-factor-required"
>;
