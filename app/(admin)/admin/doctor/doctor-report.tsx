"use client";

import { RotateCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ExaminationJson as Examination } from "@/lib/core/doctor/examine";
import { readBrowserFacts } from "./browser-facts";
import { FindingRow } from "./finding-row";
import { toReportText } from "./report-text";

interface Props {
  examine: (input: { browser: ReturnType<typeof readBrowserFacts> }) => Promise<Outcome<Examination>>;
  /** Expected number of findings. */
  rows: number;
}

const tones = { ok: "success", warning: "warning", failure: "danger" } as const;
const groups = [
  { key: "attention", states: ["failure", "warning"] },
  { key: "rest", states: ["ok"] },
  { key: "skipped", states: ["skipped"] },
] as const;

export function DoctorReport({ examine, rows }: Props) {
  const t = useTranslations("doctor");
  const call = useCall();
  const [report, setReport] = useState<Examination | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isLooking, setLooking] = useState(true);
  const look = useCallback(async () => {
    setLooking(true);
    const outcome = await call(() => examine({ browser: readBrowserFacts() }));
    setLooking(false);
    setRefusal(outcome.ok ? null : outcome.error);
    if (outcome.ok) setReport(outcome.value);
  }, [call, examine]);
  useEffect(() => {
    void look();
  }, [look]);

  const summary = report
    ? t("summary", { failures: report.counts.failure, warnings: report.counts.warning, ok: report.counts.ok })
    : "";
  const states = {
    ok: t("states.ok"),
    warning: t("states.warning"),
    failure: t("states.failure"),
    skipped: t("states.skipped"),
  };
  return (
    <div className="grid gap-6" aria-busy={isLooking}>
      <div className="grid gap-3">
        <div role="status">{report ? <Notice tone={tones[report.state]} title={summary} /> : null}</div>
        {report ? null : <div aria-hidden className="h-12 rounded border bg-surface" />}
        <FormError error={refusal} />
        <div className="flex flex-wrap items-center gap-3">
          <Button size="sm" pending={isLooking} pendingLabel={t("looking")} onClick={() => void look()}>
            <RotateCw aria-hidden className="size-4" strokeWidth={1.5} />
            {t("again")}
          </Button>
          {report ? (
            <>
              <CopyButton value={toReportText(report, { summary, states })} label={t("copy")} />
              <p className="text-muted text-sm">
                {t("at")} <RelativeTime date={report.at} />. {t("copyHint")}
              </p>
            </>
          ) : null}
        </div>
      </div>
      {report ? (
        groups.map(({ key, states: shown }) => {
          const findings = shown.flatMap((state) => report.findings.filter((finding) => finding.state === state));
          return findings.length === 0 ? null : (
            <section key={key} className="grid gap-3" aria-labelledby={`doctor-${key}`}>
              <h2 id={`doctor-${key}`}>{t(`groups.${key}`)}</h2>
              <ul className="rounded border bg-surface">
                {findings.map((finding) => (
                  <FindingRow key={finding.check} finding={finding} />
                ))}
              </ul>
            </section>
          );
        })
      ) : (
        <Skeleton rows={rows} />
      )}
    </div>
  );
}

function Skeleton({ rows }: { rows: number }) {
  return (
    <div aria-hidden className="rounded border bg-surface">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all rows are the same.
        <div key={row} className="grid gap-2 border-t px-5 py-4 first:border-t-0">
          <div className="h-4 w-40 rounded-sm bg-line" />
          <div className="h-3 w-3/4 rounded-sm bg-line/60" />
        </div>
      ))}
    </div>
  );
}
