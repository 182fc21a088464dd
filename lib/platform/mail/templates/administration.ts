import type { ChangedSetting } from "@/lib/core/kernel/mail";
import { planNames } from "@/lib/values/plans";
import type { Templates } from "./template";

export const administrationTemplates = {
  "account-deactivated": ({ name, reason }, { t }, { appName }) => ({
    subject: t("account-deactivated.subject", { appName }),
    preview: t("account-deactivated.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("account-deactivated.body", { appName })],
    quote: { label: t("account-deactivated.reason"), text: reason },
    why: t("administration.why", { appName }),
  }),
  "account-reactivated": ({ name, loginUrl }, { t }, { appName }) => ({
    subject: t("account-reactivated.subject", { appName }),
    preview: t("account-reactivated.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("account-reactivated.body", { appName })],
    action: { label: t("account-reactivated.action"), url: loginUrl },
    why: t("administration.why", { appName }),
  }),
  "signed-out-by-admin": ({ name, isEverywhere, loginUrl }, { t }, { appName }) => ({
    subject: t("signed-out-by-admin.subject", { appName, where: isEverywhere ? "everywhere" : "one" }),
    preview: t("signed-out-by-admin.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("signed-out-by-admin.body", { appName, where: isEverywhere ? "everywhere" : "one" })],
    action: { label: t("signed-out-by-admin.action"), url: loginUrl },
    why: t("administration.why", { appName }),
  }),
  "api-key-revoked-by-admin": ({ name, keyName, keysUrl }, { t }, { appName }) => ({
    subject: t("api-key-revoked-by-admin.subject", { appName }),
    preview: t("api-key-revoked-by-admin.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("api-key-revoked-by-admin.body", { appName, keyName })],
    action: { label: t("api-key-revoked-by-admin.action"), url: keysUrl },
    why: t("administration.why", { appName }),
  }),
  "console-role-changed": ({ name, role }, { t }, { appName }) => ({
    subject: t("console-role-changed.subject", { appName }),
    preview: t("console-role-changed.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("console-role-changed.body", { appName, role })],
    why: t("administration.why", { appName }),
  }),
  "plan-changed": ({ name, organization, plan, teamUrl }, { t }, { appName }) => ({
    subject: t("plan-changed.subject", { appName }),
    preview: t("plan-changed.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("plan-changed.body", { organization, plan: planNames[plan] })],
    action: { label: t("plan-changed.action"), url: teamUrl },
    why: t("administration.why", { appName }),
  }),
  "production-changed": ({ name, organization, isActive }, { t }, { appName }) => ({
    subject: t("production-changed.subject", { appName, state: isActive ? "on" : "off" }),
    preview: t("production-changed.preview"),
    greeting: t("greeting", { name }),
    paragraphs: [t("production-changed.body", { organization, state: isActive ? "on" : "off" })],
    why: t("administration.why", { appName }),
  }),
  "security-setting-changed": (props, { t, dateTime, buyerMode }, { appName }) => {
    const { name, organization, by, byEmail, changes, settingsUrl } = props;
    const at = dateTime(props.at);
    const place = organization ?? appName;
    const shown = ({ setting, value }: ChangedSetting) =>
      setting === "fourEyesBuyerModes" && value !== "none"
        ? String(value).split(", ").map(buyerMode).join(", ")
        : value;
    return {
      subject: t("security-setting-changed.subject", { appName }),
      preview: t("security-setting-changed.preview"),
      greeting: t("greeting", { name }),
      paragraphs: [
        by === null || byEmail === null
          ? t("security-setting-changed.byServer", { place, at })
          : t("security-setting-changed.body", { by, byEmail, place, at }),
        ...changes.map((change) => t(`security-setting-changed.${change.setting}`, { value: shown(change), place })),
        t("security-setting-changed.next"),
      ],
      action: { label: t("security-setting-changed.action"), url: settingsUrl },
      why:
        organization === null ? t("administration.why", { appName }) : t("join-asked.why", { organization, appName }),
    };
  },
} satisfies Templates<
  | "account-deactivated"
  | "account-reactivated"
  | "signed-out-by-admin"
  | "security-setting-changed"
  | "api-key-revoked-by-admin"
  | "console-role-changed"
  | "plan-changed"
  | "production-changed"
>;
