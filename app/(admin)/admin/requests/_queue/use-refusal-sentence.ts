"use client";

import { useFormatter, useTranslations } from "next-intl";

interface Refused {
  code: string;
  decided?: { status: string; by: string | null; at: Date | string | null };
}

export function useRefusalSentence(): (refused: Refused) => string {
  const errors = useTranslations("errors");
  const bulk = useTranslations("queue.bulk");
  const format = useFormatter();
  return ({ code, decided }) => {
    if (decided) {
      const at = new Date(decided.at ?? Date.now());
      const ago = format.relativeTime(at, new Date(Math.max(Date.now(), at.getTime())));
      return errors("decided", { status: decided.status, by: decided.by ?? "nobody", ago });
    }
    // Has no request id to quote, because the whole call succeeded.
    if (code === "internal") return bulk("itemFailed");
    if (code === "rate_limited") return bulk("itemLimited");
    return errors.has(code as never)
      ? errors(code as never, { seconds: 0, attempts: 0 } as never)
      : errors("not_found");
  };
}
