import { createFormatter, createTranslator } from "use-intl/core";
import type { FindingWords, Outcome } from "@/lib/core/kernel/diagnostics-report";
import { defaultLocale, type Locale, locales } from "@/lib/values/locale";
import de from "@/messages/de/findings.json";
import en from "@/messages/en/findings.json";

interface Catalogue {
  checks: Record<string, string>;
  findings: Record<string, { seen: string; advice?: string }>;
}

const messages: Record<Locale, Catalogue> = { en, de };

/** Times are in UTC because reports are copied elsewhere. */
export function describeOutcome(check: string, { code, values }: Outcome, wanted: string): FindingWords {
  const locale = locales.find((known) => known === wanted) ?? defaultLocale;
  const catalogue = messages[locale];
  const t = createTranslator<Record<string, string>>({
    locale,
    messages: {
      title: catalogue.checks[check] ?? check,
      seen: catalogue.findings[code]?.seen ?? code,
      advice: catalogue.findings[code]?.advice ?? "",
    },
    onError(error) {
      throw error;
    },
  });
  const format = createFormatter({ locale, timeZone: "UTC" });
  const dateTime = (at: Date) =>
    format.dateTime(at, {
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
      timeZoneName: "short",
    });
  const shown = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value instanceof Date ? dateTime(value) : value]),
  );
  const say = (key: "title" | "seen" | "advice") =>
    catalogue.findings[code]?.advice || key !== "advice" ? t(key, shown) : "";
  return { title: say("title"), seen: say("seen"), advice: say("advice") };
}
