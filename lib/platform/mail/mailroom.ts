import type { MailTemplates } from "@/lib/core/kernel/mail";
import type { MailPreview, Mailroom, Secrets } from "@/lib/core/kernel/ports";
import { addMailJob, openPayload } from "./mailer";
import { redactProps, withoutLinks } from "./redact";
import { renderMail } from "./render";

export function createMailroom({ secrets, appName }: { secrets: Secrets; appName: string }): Mailroom {
  return {
    preview: (mail) => renderPreview(appName, mail),
    async open({ id, template, locale, sealedPayload }) {
      const props = openOrNull(secrets, id, sealedPayload);
      if (props === null) return null;
      const expiresAt = "expiresAt" in props ? props.expiresAt : null;
      const mail = { template: template as keyof MailTemplates, locale, props };
      return { ...(await renderPreview(appName, mail)), expiresAt };
    },
    requeue: (tx, mailId) => addMailJob(tx, mailId, null),
  };
}

export async function renderPreview<Name extends keyof MailTemplates>(
  appName: string,
  { template, locale, props }: { template: Name; locale: string; props: MailTemplates[Name] },
): Promise<MailPreview> {
  const { subject, html, text } = await renderMail({ template, props: redactProps(props), locale, appName });
  return { subject, html: withoutLinks(html), text };
}

/** Null if the key is gone. */
function openOrNull(secrets: Secrets, id: string, sealed: string): MailTemplates[keyof MailTemplates] | null {
  try {
    return openPayload(secrets, id, sealed);
  } catch {
    // Sending it reports this as well.
    return null;
  }
}
