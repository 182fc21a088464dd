import type { Templates } from "./template";

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
  "join-asked": ({ name, applicant, applicantEmail, organization, role, teamUrl }, { t }, { appName }) => ({
    subject: t("join-asked.subject", { appName }),
    preview: t("join-asked.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("join-asked.body", { applicant, applicantEmail, organization, role }), t("join-asked.next")],
    action: { label: t("join-asked.action"), url: teamUrl },
    why: t("join-asked.why", { organization, appName }),
  }),
  "member-joined": (
    { name, applicant, approvedName, applicantEmail, organization, role, teamUrl },
    { t },
    { appName },
  ) => ({
    subject: t("member-joined.subject", { appName }),
    preview: t("member-joined.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [
      t("member-joined.body", { applicant, applicantEmail, organization, role }),
      ...(approvedName ? [t("member-joined.approvedAs", { approvedName })] : []),
      t("member-joined.next"),
    ],
    action: { label: t("member-joined.action"), url: teamUrl },
    why: t("join-asked.why", { organization, appName }),
  }),
  "invitation-sent": ({ name, by, invitedEmail, organization, role, teamUrl }, { t }, { appName }) => ({
    subject: t("invitation-sent.subject", { appName }),
    preview: t("invitation-sent.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("invitation-sent.body", { by, invitedEmail, organization, role }), t("invitation-sent.next")],
    action: { label: t("member-joined.action"), url: teamUrl },
    why: t("join-asked.why", { organization, appName }),
  }),
  "domain-verified": ({ name, organization, domain, teamUrl }, { t }, { appName }) => ({
    subject: t("domain-verified.subject", { domain }),
    preview: t("domain-verified.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("domain-verified.body", { domain, organization })],
    action: { label: t("member-joined.action"), url: teamUrl },
    why: t("join-asked.why", { organization, appName }),
  }),
  "domain-lost": ({ name, organization, domain, teamUrl }, { t }, { appName }) => ({
    subject: t("domain-lost.subject", { domain }),
    preview: t("domain-lost.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("domain-lost.body", { domain, organization }), t("domain-lost.next", { domain })],
    action: { label: t("member-joined.action"), url: teamUrl },
    why: t("join-asked.why", { organization, appName }),
  }),
  "project-deleted": ({ name, organization, project, by }, { t }, { appName }) => ({
    subject: t("project-deleted.subject", { appName }),
    preview: t("project-deleted.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("project-deleted.body", { by, project, organization })],
    why: t("join-asked.why", { organization, appName }),
  }),
} satisfies Templates<
  | "invitation"
  | "team-removed"
  | "team-role-changed"
  | "join-asked"
  | "member-joined"
  | "invitation-sent"
  | "domain-verified"
  | "domain-lost"
  | "project-deleted"
>;
