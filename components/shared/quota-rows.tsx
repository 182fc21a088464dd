import { useTranslations } from "next-intl";
import { type PlanQuota, planQuotas } from "@/lib/values/plans";

export function QuotaRows({ use }: { use: Record<PlanQuota, { used: number; max: number }> }) {
  const t = useTranslations("team");
  return (
    <ul>
      {planQuotas.map((quota) => {
        const { used, max } = use[quota];
        return (
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
        );
      })}
    </ul>
  );
}
