import type { useTranslations } from "next-intl";

type Names = ReturnType<typeof useTranslations<"mails.names">>;

/** Falls back to the id for templates that this version no longer has. */
export function templateName(names: Names, template: string): string {
  return names.has(template as never) ? names(template as never) : template;
}

/** Sorts by name. */
export function templateOptions(names: Names, templates: string[]): { value: string; label: string }[] {
  return templates
    .map((value) => ({ value, label: templateName(names, value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
