import { CircleAlert, CircleCheck, CircleMinus, CircleX } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import type { Finding } from "@/lib/core/doctor/examine";

const looks = {
  ok: { Icon: CircleCheck, tone: "success", colour: "text-success" },
  warning: { Icon: CircleAlert, tone: "warning", colour: "text-warning" },
  failure: { Icon: CircleX, tone: "danger", colour: "text-danger" },
  skipped: { Icon: CircleMinus, tone: "neutral", colour: "text-muted" },
} as const;

export function FindingRow({ finding }: { finding: Finding }) {
  const t = useTranslations("doctor");
  const { Icon, colour, tone } = looks[finding.state];
  const isOpen = finding.state === "warning" || finding.state === "failure";
  return (
    <li className="flex gap-3 border-t px-4 py-3 first:border-t-0 sm:px-5">
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", colour)} strokeWidth={1.5} />
      <div className="grid min-w-0 flex-1 gap-1">
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <h3 className="font-medium">{finding.title}</h3>
          {isOpen ? <Badge tone={tone}>{t(`states.${finding.state}`)}</Badge> : null}
        </div>
        <p className="wrap-anywhere text-muted text-sm">{finding.seen}</p>
        {finding.advice ? (
          <p className="wrap-anywhere text-sm">
            <span className="font-medium">{t("todo")}:</span> {finding.advice}{" "}
            <span className="text-muted">{t("docs", { where: finding.docs })}.</span>
          </p>
        ) : null}
      </div>
    </li>
  );
}
