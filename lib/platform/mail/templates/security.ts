import type { MailOrigin } from "@/lib/core/kernel/mail";
import type { MailContent } from "../content";
import type { Translation } from "../translate";
import type { Templates } from "./template";

type SecurityMail =
  | "password-changed"
  | "mfa-enabled"
  | "mfa-disabled"
  | "mfa-reset"
  | "mfa-reset-stopped"
  | "recovery-codes-regenerated"
  | "recovery-code-used"
  | "session-theft-suspected"
  | "new-device"
  | "attempts-failed"
  | "second-factor-paused"
  | "passkey-added"
  | "passkey-removed"
  | "identity-linked"
  | "api-key-created"
  | "identity-unlinked";

function securityNotice(
  { t }: Translation,
  appName: string,
  { name, alarmUrl, origin }: { name: string; alarmUrl: string; origin: MailOrigin },
  words: { subject: string; preview: string; body: string },
): MailContent {
  return {
    subject: words.subject,
    preview: words.preview,
    greeting: t("greeting", { name }),
    paragraphs: [words.body, t("security.wasYou")],
    action: { label: t("security.action"), url: alarmUrl },
    afterAction: [t("security.effect")],
    origin,
    why: t("security.why", { appName }),
  };
}

type Plain =
  | "mfa-enabled"
  | "mfa-disabled"
  | "mfa-reset"
  | "mfa-reset-stopped"
  | "recovery-codes-regenerated"
  | "session-theft-suspected"
  | "new-device"
  | "attempts-failed"
  | "second-factor-paused";

const plain =
  (key: Plain): Templates<Plain>[Plain] =>
  (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t(`${key}.subject`, { appName }),
      preview: translation.t(`${key}.preview`),
      body: translation.t(`${key}.body`, { appName }),
    });

export const securityTemplates = {
  "mfa-enabled": plain("mfa-enabled"),
  "mfa-disabled": plain("mfa-disabled"),
  "mfa-reset": plain("mfa-reset"),
  "mfa-reset-stopped": plain("mfa-reset-stopped"),
  "recovery-codes-regenerated": plain("recovery-codes-regenerated"),
  "session-theft-suspected": plain("session-theft-suspected"),
  "new-device": plain("new-device"),
  "attempts-failed": plain("attempts-failed"),
  "second-factor-paused": plain("second-factor-paused"),
  "password-changed": (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t("password-changed.subject", { appName }),
      preview: translation.t("password-changed.preview"),
      body: translation.t(`password-changed.${props.how}`, { appName }),
    }),
  "recovery-code-used": (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t("recovery-code-used.subject", { appName }),
      preview: translation.t("recovery-code-used.preview"),
      body: translation.t("recovery-code-used.body", { appName, remaining: props.remaining }),
    }),
  "passkey-added": (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t("passkey-added.subject", { appName }),
      preview: translation.t("passkey-added.preview"),
      body: translation.t("passkey-added.body", { appName, passkey: props.passkey }),
    }),
  "passkey-removed": (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t("passkey-removed.subject", { appName }),
      preview: translation.t("passkey-removed.preview"),
      body: translation.t("passkey-removed.body", { appName, passkey: props.passkey }),
    }),
  "api-key-created": (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t("api-key-created.subject", { appName }),
      preview: translation.t("api-key-created.preview"),
      body: translation.t("api-key-created.body", { appName, keyName: props.keyName }),
    }),
  "identity-linked": (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t("identity-linked.subject", { appName, provider: props.provider }),
      preview: translation.t("identity-linked.preview"),
      body: translation.t("identity-linked.body", { appName, provider: props.provider }),
    }),
  "identity-unlinked": (props, translation, { appName }) =>
    securityNotice(translation, appName, props, {
      subject: translation.t("identity-unlinked.subject", { appName, provider: props.provider }),
      preview: translation.t("identity-unlinked.preview"),
      body: translation.t("identity-unlinked.body", { appName, provider: props.provider }),
    }),
} satisfies Templates<SecurityMail>;
