import type { useTranslations } from "next-intl";

/** The name of an email template on screen. A template that this version no longer has shows its id. */
export function templateName(names: ReturnType<typeof useTranslations<"mails.names">>, template: string): string {
  return names.has(template as never) ? names(template as never) : template;
}
