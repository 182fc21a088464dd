"use client";

import { useFormatter } from "next-intl";
import { useId } from "react";
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { DayRow, Series } from "./series";

const text = { fill: "var(--muted)", fontSize: 12 };

/** Is the only module that loads recharts. */
export function Bars({ rows, series }: { rows: DayRow[]; series: Series[] }) {
  const format = useFormatter();
  const id = useId();
  const day = (value: unknown) =>
    format.dateTime(new Date(`${String(value)}T00:00:00Z`), { day: "numeric", month: "short", timeZone: "UTC" });
  return (
    <ResponsiveContainer width="100%" height={240} initialDimension={{ width: 320, height: 240 }}>
      <BarChart data={rows} accessibilityLayer={false} margin={{ top: 8, right: 4, bottom: 0, left: 0 }} barGap={1}>
        <defs>
          {series.map(({ key, color }) => (
            <pattern
              key={key}
              id={`${id}-${key}`}
              width={6}
              height={6}
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width={6} height={6} fill={color} fillOpacity={0.25} />
              <rect width={2.5} height={6} fill={color} />
            </pattern>
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="day"
          tickFormatter={day}
          tick={text}
          tickLine={false}
          stroke="var(--line-strong)"
          minTickGap={24}
        />
        <YAxis allowDecimals={false} tick={text} tickLine={false} axisLine={false} width={36} />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={day}
          cursor={{ fill: "var(--line)", fillOpacity: 0.5 }}
          contentStyle={{ background: "var(--raised)", border: "1px solid var(--line-strong)", borderRadius: 8 }}
          labelStyle={{ color: "var(--text)", fontWeight: 600 }}
          itemStyle={{ color: "var(--text)" }}
        />
        <Legend
          verticalAlign="top"
          align="left"
          iconType="square"
          height={32}
          itemSorter={null}
          formatter={(name: string) => <span className="text-sm text-text">{name}</span>}
        />
        {series.map(({ key, label, color, isStriped, stack }) => (
          <Bar
            key={key}
            dataKey={key}
            name={label}
            {...(stack ? { stackId: stack } : {})}
            fill={isStriped ? `url(#${id}-${key})` : color}
            {...(isStriped ? { stroke: color } : {})}
            isAnimationActive={false}
            maxBarSize={28}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
