"use client";

import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import type { DayRow, Series } from "./series";

const Bars = dynamic(() => import("./bars").then((loaded) => loaded.Bars), {
  ssr: false,
  loading: () => <div className="h-60 animate-pulse rounded bg-line/40" />,
});

interface Props {
  title: string;
  text: string;
  rows: DayRow[];
  series: Series[];
  aside?: ReactNode;
}

/** Adds a table for accessibility. */
export function DayChart({ title, text, rows, series, aside }: Props) {
  const t = useTranslations("overview.table");
  const format = useFormatter();
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="grid min-w-0 grid-cols-1 content-start gap-3 rounded border bg-surface p-5"
    >
      <div className="grid gap-1">
        <h2 id={id}>{title}</h2>
        <p className="text-muted text-sm">{text}</p>
      </div>
      <div aria-hidden className="h-60 min-w-0">
        <Bars rows={rows} series={series} />
      </div>
      <details>
        <summary className="w-fit py-1 text-sm pointer-coarse:min-h-11">{t("show")}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrolls sideways on phones and needs keyboard access. */}
        <figure aria-label={title} tabIndex={0} className="mt-2 overflow-x-auto">
          <table className="w-full text-sm">
            <caption className="sr-only">{title}</caption>
            <thead>
              <tr className="border-b text-left text-muted">
                <th scope="col" className="py-1.5 font-medium">
                  {t("day")}
                </th>
                {series.map(({ key, label }) => (
                  <th key={key} scope="col" className="py-1.5 pl-3 text-right font-medium">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.toReversed().map((row) => (
                <tr key={row.day} className="border-b last:border-b-0">
                  <th scope="row" className="py-1.5 text-left font-normal">
                    {format.dateTime(new Date(`${row.day}T00:00:00Z`), { dateStyle: "medium", timeZone: "UTC" })}
                  </th>
                  {series.map(({ key }) => (
                    <td key={key} className="py-1.5 pl-3 text-right tabular-nums">
                      {row[key]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </figure>
      </details>
      {aside}
    </section>
  );
}
