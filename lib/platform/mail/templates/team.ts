import type { Templates } from "./templates";

/** Mails of a tenant's team. */
export const teamTemplates = {
  invitation: ({ inviter, organization, role, url, expiresAt }, { t, dateTime }, { appName }) => ({
    subject: t("invitation.subject", { appName }),
    preview: t("invitation.preview"),
    greeting: t("greetingUnnamed"),
    paragraphs: [t("invitation.body", { inviter, organization, appName, role })],
    action: { label: t("invitation.action"), url },
    afterAction: [t("invitation.once", { until: dateTime(expiresAt) })],
    why: t("invitation.why", { appName }),
  }),
  "team-removed": ({ name, organization }, { t }, { appName }) => ({
    subject: t("team-removed.subject", { appName }),
    preview: t("team-removed.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("team-removed.body", { organization, appName })],
    why: t("team-removed.why", { appName }),
  }),
  "team-role-changed": ({ name, organization, role }, { t }, { appName }) => ({
    subject: t("team-role-changed.subject", { appName }),
    preview: t("team-role-changed.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("team-role-changed.body", { organization, appName, role })],
    why: t("team-role-changed.why", { appName }),
  }),
} satisfies Templates<"invitation" | "team-removed" | "team-role-changed">;
