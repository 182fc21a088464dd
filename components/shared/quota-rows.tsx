import { useTranslations } from "next-intl";
import type { PlanQuota } from "@/lib/values/plans";

interface Props {
  quotas: { quota: PlanQuota; used: number; max: number }[];
}

/** What a plan allows and what is used of it: numbers, a bar beside them, and a sentence when nothing more fits. */
export function QuotaRows({ quotas }: Props) {
  const t = useTranslations("team");
  return (
    <ul>
      {quotas.map(({ quota, used, max }) => (
        <li key={quota} className="grid gap-1.5 border-t px-5 py-3 first:border-t-0">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span>{t(`quotas.${quota}`)}</span>
            <span className="tabular-nums">{t("usedOf", { used, max })}</span>
          </div>
          <div aria-hidden className="h-1 overflow-hidden rounded-full bg-line">
            <div
              className={used < max ? "h-full bg-accent" : "h-full bg-warning"}
              style={{ width: `${Math.min(100, Math.round((used / max) * 100))}%` }}
            />
          </div>
          {used < max ? null : <p className="text-sm text-warning">{t(used > max ? "above" : "full")}</p>}
        </li>
      ))}
    </ul>
  );
}
