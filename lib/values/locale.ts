import { z } from "zod";

export const locales = ["en", "de"] as const;
export type Locale = (typeof locales)[number];
export const localeSchema = z.enum(locales);
export const defaultLocale: Locale = "en";

export function negotiateLocale(acceptLanguage: string | null | undefined): Locale {
  for (const part of (acceptLanguage ?? "").slice(0, 1024).split(",")) {
    const language = part.trim().slice(0, 2).toLowerCase();
    const match = locales.find((locale) => locale === language);
    if (match) return match;
  }
  return defaultLocale;
}
