"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { type BulkAct, useQueueFrame } from "./queue-frame";
import { isUndecided } from "./status-badge";

interface Props {
  items: AccessRequestView[];
  onClear: () => void;
}

const actsOf: { act: BulkAct; isFor: (item: AccessRequestView) => boolean }[] = [
  { act: "approve", isFor: ({ status }) => isUndecided(status) },
  { act: "reject", isFor: ({ status }) => isUndecided(status) },
  { act: "snooze", isFor: ({ status }) => status === "pending" || status === "needs_info" },
  { act: "wake", isFor: ({ status }) => status === "snoozed" },
  { act: "assign", isFor: () => true },
  { act: "resend", isFor: ({ status }) => status === "approved" || status === "expired" },
];

export function BulkBar({ items, onClear }: Props) {
  const t = useTranslations("queue.bulk");
  const { ask } = useQueueFrame();
  return (
    <section
      aria-label={t("label")}
      className="rise sticky bottom-3 z-20 flex flex-wrap items-center gap-2 rounded border bg-raised p-2.5 pl-4 shadow-float"
    >
      <p aria-live="polite" className="mr-auto font-medium text-sm">
        {t("selected", { count: items.length })}
      </p>
      {actsOf
        .filter(({ isFor }) => items.some(isFor))
        .map(({ act }) => (
          <Button
            key={act}
            size="sm"
            variant={act === "approve" ? "primary" : "secondary"}
            onClick={() => ask({ kind: "bulk", act, items })}
          >
            {t(`act.${act}`, { count: items.length })}
          </Button>
        ))}
      <Button size="sm" variant="ghost" onClick={onClear}>
        {t("clear")}
      </Button>
    </section>
  );
}
