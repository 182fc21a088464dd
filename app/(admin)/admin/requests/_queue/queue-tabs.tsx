"use client";

import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/class-names";
import type { QueueTab } from "@/lib/values/queue";

const main = ["new", "waiting", "snoozed", "approved", "rejected", "all"] as const;
const ofApproved = ["approved", "invited", "joined", "expired"] as const;

interface Props {
  tab: QueueTab;
  /** Filters for unused links that expire soon. */
  isExpiring: boolean;
  counts: Record<QueueTab, number>;
  onTab: (tab: QueueTab, isExpiring: boolean) => void;
}

export function QueueTabs({ tab, isExpiring, counts, onTab }: Props) {
  const t = useTranslations("queue");
  const isApproved = ofApproved.some((name) => name === tab);
  const shown: QueueTab[] = counts.unconfirmed > 0 || tab === "unconfirmed" ? [...main, "unconfirmed"] : [...main];
  return (
    <div className="grid grid-cols-1 gap-1">
      <nav aria-label={t("title")} className="-mx-1 flex gap-1 overflow-x-auto px-1 py-1">
        {shown.map((name) => (
          <Tab
            key={name}
            isCurrent={name === tab || (name === "approved" && isApproved)}
            count={counts[name]}
            onChoose={() => onTab(name, false)}
          >
            {t(`tab.${name}`)}
          </Tab>
        ))}
      </nav>
      {isApproved ? (
        <nav aria-label={t("tab.approved")} className="-mx-1 flex gap-1 overflow-x-auto px-1 py-1">
          {ofApproved.map((name) => (
            <Tab
              key={name}
              isCurrent={name === tab && !isExpiring}
              count={counts[name]}
              onChoose={() => onTab(name, false)}
            >
              {t(name === "approved" ? "tab.everyApproved" : `tab.${name}`)}
            </Tab>
          ))}
          <Tab isCurrent={isExpiring} onChoose={() => onTab("invited", true)}>
            {t("tab.expiring")}
          </Tab>
        </nav>
      ) : null}
      <p aria-live="polite" className="sr-only">
        {t("tabCount", { tab: t(`tab.${tab}`), count: counts[tab] })}
      </p>
    </div>
  );
}

interface TabProps {
  isCurrent: boolean;
  count?: number;
  onChoose: () => void;
  children: string;
}

function Tab({ isCurrent, count, onChoose, children }: TabProps) {
  return (
    <button
      type="button"
      aria-pressed={isCurrent}
      onClick={onChoose}
      className={cn(
        "flex h-9 shrink-0 items-center gap-2 rounded border px-3 text-sm pointer-coarse:h-11",
        isCurrent ? "border-line-strong bg-surface font-medium" : "border-transparent text-muted hover:bg-line/50",
      )}
    >
      {children}
      {count === undefined ? null : <span className="text-muted tabular-nums">{count}</span>}
    </button>
  );
}
