"use client";

import { ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { Popover } from "@/components/ui/popover";
import type { FilterName, QueueParams } from "./queue-params";
import { useFilterChoices } from "./use-filter-choices";

interface Props {
  params: QueueParams;
  onFilter: (name: FilterName, value: string | null) => void;
}

export function FilterMenu({ params, onFilter }: Props) {
  const t = useTranslations("queue.filter");
  const choices = useFilterChoices();
  return (
    <Popover
      label={t("title")}
      trigger={
        <Button>
          <ListFilter aria-hidden className="size-4" strokeWidth={1.5} />
          {t("title")}
        </Button>
      }
    >
      <div className="grid gap-3">
        {choices.map(({ name, options }) => (
          <SelectField
            key={name}
            label={t(`name.${name}`)}
            value={params[name] ?? ""}
            onChange={(event) => onFilter(name, event.target.value || null)}
          >
            <option value="">{t("any")}</option>
            {options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
        ))}
        <div className="grid grid-cols-2 gap-3">
          {(["from", "to"] as const).map((name) => (
            <DayField
              key={name}
              label={t(`name.${name}`)}
              day={params[name] ?? ""}
              onDay={(day) => onFilter(name, day)}
            />
          ))}
        </div>
      </div>
    </Popover>
  );
}

/** Ignores the years 2, 20 and 202 that the field reports while "2026" is typed. */
const wholeYear = /^[1-9]\d{3}-/;

interface DayProps {
  label: string;
  /** Empty for any day. */
  day: string;
  onDay: (day: string | null) => void;
}

function DayField({ label, day, onDay }: DayProps) {
  const [typed, setTyped] = useState({ text: day, of: day });
  if (typed.of !== day) setTyped({ text: day, of: day });
  const onChange = (text: string) => {
    setTyped({ text, of: day });
    if (text === "" || wholeYear.test(text)) onDay(text || null);
  };
  return <TextField type="date" label={label} value={typed.text} onChange={(event) => onChange(event.target.value)} />;
}
