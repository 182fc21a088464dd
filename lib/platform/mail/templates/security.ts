import type { MailOrigin } from "@/lib/core/mail";
import type { MailContent } from "../content";
import type { Translation } from "../translate";
import type { Templates } from "./templates";

type SecurityMail =
  | "password-changed"
  | "mfa-enabled"
  | "mfa-disabled"
  | "recovery-codes-regenerated"
  | "recovery-code-used"
  | "session-theft-suspected";

/** Something about the account's security has happened: what, from where, and the way out if it was not the reader. */
function securityNotice(
  key: SecurityMail,
  { t }: Translation,
  appName: string,
  about: { name: string; origin: MailOrigin; url: string; body?: string },
): MailContent {
  return {
    subject: t(`${key}.subject`, { appName }),
    preview: t(`${key}.preview`),
    greeting: t("greeting", { name: about.name }),
    paragraphs: [about.body ?? t(`${key}.body`, { appName }), t("security.wasYou")],
    action: { label: t(`${key}.action`), url: about.url },
    afterAction: [t(`${key}.notYou`)],
    origin: about.origin,
    why: t("security.why", { appName }),
  };
}

/** Mails that tell the owner what was done to the account. */
export const securityTemplates = {
  "password-changed": ({ name, how, resetUrl, origin }, translation, { appName }) =>
    securityNotice("password-changed", translation, appName, {
      name,
      origin,
      url: resetUrl,
      body: translation.t(`password-changed.${how}`, { appName }),
    }),
  "mfa-enabled": ({ name, securityUrl, origin }, translation, { appName }) =>
    securityNotice("mfa-enabled", translation, appName, { name, origin, url: securityUrl }),
  "mfa-disabled": ({ name, securityUrl, origin }, translation, { appName }) =>
    securityNotice("mfa-disabled", translation, appName, { name, origin, url: securityUrl }),
  "recovery-codes-regenerated": ({ name, securityUrl, origin }, translation, { appName }) =>
    securityNotice("recovery-codes-regenerated", translation, appName, { name, origin, url: securityUrl }),
  "recovery-code-used": ({ name, remaining, securityUrl, origin }, translation, { appName }) =>
    securityNotice("recovery-code-used", translation, appName, {
      name,
      origin,
      url: securityUrl,
      body: translation.t("recovery-code-used.body", { appName, remaining }),
    }),
  "session-theft-suspected": ({ name, resetUrl, origin }, translation, { appName }) =>
    securityNotice("session-theft-suspected", translation, appName, { name, origin, url: resetUrl }),
} satisfies Templates<SecurityMail>;
