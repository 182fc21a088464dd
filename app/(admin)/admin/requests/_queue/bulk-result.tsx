"use client";

import { Check, CircleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import type { BulkResult } from "@/lib/core/access-requests/bulk";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { useRefusalSentence } from "./use-refusal-sentence";

export function BulkResultList({ items, result }: { items: AccessRequestView[]; result: BulkResult }) {
  const t = useTranslations("queue.bulk");
  const toSentence = useRefusalSentence();
  const results = [...result.items].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <ul
      aria-live="polite"
      aria-label={t("results")}
      className="max-h-[50vh] divide-y overflow-y-auto rounded border text-sm"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls and needs keyboard access.
      tabIndex={0}
    >
      {results.map((each) => {
        const item = items.find(({ id }) => id === each.id);
        const Icon = each.ok ? Check : CircleAlert;
        return (
          <li key={each.id} className="flex items-start gap-2.5 px-3.5 py-2.5">
            <Icon
              aria-hidden
              className={each.ok ? "mt-0.5 size-4 text-success" : "mt-0.5 size-4 text-danger"}
              strokeWidth={1.5}
            />
            <span className="wrap-anywhere grid min-w-0">
              <span className="font-medium">{item?.name ?? each.id}</span>
              <span className={each.ok ? "text-muted" : "text-danger"}>
                {each.ok ? t("itemDone") : toSentence(each)}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
