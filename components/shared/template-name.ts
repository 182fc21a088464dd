import type { useTranslations } from "next-intl";

type Names = ReturnType<typeof useTranslations<"mails.names">>;

/** The name of an email template on screen. A template that this version no longer has shows its id. */
export function templateName(names: Names, template: string): string {
  return names.has(template as never) ? names(template as never) : template;
}

/** Choices of a select field, in the order of their names. */
export function templateOptions(names: Names, templates: string[]): { value: string; label: string }[] {
  return templates
    .map((value) => ({ value, label: templateName(names, value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
