"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";

const morningHour = 9;
const monday = 1;

/** Returns 9:00 in the reader's zone, `days` from today. */
function morningIn(days: number): Date {
  const today = new Date();
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, morningHour);
}

function daysToMonday(): number {
  return (monday - new Date().getDay() + 7) % 7 || 7;
}

/** Formats the day in the reader's zone, as date fields want it. */
function dayOf(date: Date): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

interface Props {
  isPending: boolean;
  onChoose: (until: Date) => void;
}

export function SnoozeForm({ isPending, onChoose }: Props) {
  const t = useTranslations("queue.snooze");
  const format = useFormatter();
  const [day, setDay] = useState("");
  const choices = [
    { key: "tomorrow", until: morningIn(1) },
    { key: "nextWeek", until: morningIn(daysToMonday()) },
    { key: "inAMonth", until: morningIn(30) },
  ] as const;
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
    if (day) onChoose(new Date(year, month - 1, date, morningHour));
  };
  return (
    <div className="grid gap-4">
      <div className="grid gap-1.5">
        {choices.map(({ key, until }, index) => (
          <Button
            key={key}
            autoFocus={index === 0}
            pending={isPending}
            className="justify-between!"
            onClick={() => onChoose(until)}
          >
            {t(key)}
            <span className="font-normal text-muted text-sm">
              {format.dateTime(until, { weekday: "short", day: "numeric", month: "short", timeZone })}
            </span>
          </Button>
        ))}
      </div>
      <form className="flex items-end gap-2 border-t pt-4" onSubmit={onSubmit}>
        <div className="min-w-0 flex-1">
          <TextField
            label={t("pick")}
            type="date"
            required
            min={dayOf(morningIn(1))}
            max={dayOf(morningIn(365))}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </div>
        <Button type="submit" pending={isPending}>
          {t("submit")}
        </Button>
      </form>
    </div>
  );
}
