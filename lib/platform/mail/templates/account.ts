import type { Templates } from "./template";

export const accountTemplates = {
  "password-reset": ({ name, url, expiresAt, origin }, { t, dateTime }, { appName }) => ({
    subject: t("password-reset.subject", { appName }),
    preview: t("password-reset.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("password-reset.body", { appName })],
    action: { label: t("password-reset.action"), url },
    afterAction: [t("worksUntil", { until: dateTime(expiresAt) }), t("password-reset.notYou")],
    origin,
    why: t("password-reset.why", { appName }),
  }),
  "email-change-confirm": ({ name, newEmail, url, expiresAt, origin }, { t, dateTime }, { appName }) => ({
    subject: t("email-change-confirm.subject", { appName }),
    preview: t("email-change-confirm.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("email-change-confirm.body", { appName, newEmail })],
    action: { label: t("email-change-confirm.action"), url },
    afterAction: [t("worksUntil", { until: dateTime(expiresAt) }), t("email-change-confirm.notYou")],
    origin,
    why: t("email-change-confirm.why", { appName }),
  }),
  "email-change-requested": ({ name, newEmail, undoUrl, origin }, { t }, { appName }) => ({
    subject: t("email-change-requested.subject", { appName }),
    preview: t("email-change-requested.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("email-change-requested.body", { newEmail, appName }), t("security.wasYou")],
    action: { label: t("email-change-requested.action"), url: undoUrl },
    afterAction: [t("email-change-requested.effect")],
    origin,
    why: t("security.why", { appName }),
  }),
  "email-changed": ({ name, newEmail, undoUrl, undoExpiresAt, origin }, { t, dateTime }, { appName }) => ({
    subject: t("email-changed.subject", { appName }),
    preview: t("email-changed.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("email-changed.body", { newEmail, appName }), t("security.wasYou")],
    action: { label: t("email-changed.action"), url: undoUrl },
    afterAction: [t("email-changed.effect", { until: dateTime(undoExpiresAt) })],
    origin,
    why: t("security.why", { appName }),
  }),
  "email-change-collision": ({ name, origin }, { t }, { appName }) => ({
    subject: t("email-change-collision.subject", { appName }),
    preview: t("email-change-collision.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("email-change-collision.body", { appName })],
    origin,
    why: t("security.why", { appName }),
  }),
} satisfies Templates<
  "password-reset" | "email-change-confirm" | "email-change-requested" | "email-changed" | "email-change-collision"
>;
