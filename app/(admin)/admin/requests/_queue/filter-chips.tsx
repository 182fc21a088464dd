"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { type FilterName, filterNames, type QueueParams } from "./queue-params";
import { useFilterChoices } from "./use-filter-choices";

interface Props {
  params: QueueParams;
  onFilter: (name: FilterName, value: null) => void;
  onClear: () => void;
}

export function FilterChips({ params, onFilter, onClear }: Props) {
  const t = useTranslations("queue.filter");
  const choices = useFilterChoices();
  const chips = filterNames.flatMap((name) => {
    const value = params[name];
    if (!value) return [];
    const options = choices.find((choice) => choice.name === name)?.options;
    return [{ name, label: options?.find((option) => option.value === value)?.label ?? value }];
  });
  if (chips.length === 0) return null;
  return (
    <ul aria-label={t("active")} className="flex flex-wrap items-center gap-2">
      {chips.map(({ name, label }) => (
        <li key={name}>
          <button
            type="button"
            onClick={() => onFilter(name, null)}
            className="flex h-8 items-center gap-1.5 rounded-full border border-line-strong/60 bg-surface pr-2 pl-3 text-sm hover:bg-background pointer-coarse:h-11"
          >
            <span className="sr-only">{t("remove")} </span>
            <span className="text-muted">{t(`name.${name}`)}:</span> {label}
            <X aria-hidden className="size-3.5" strokeWidth={1.5} />
          </button>
        </li>
      ))}
      <li>
        <Button size="sm" variant="ghost" onClick={onClear}>
          {t("clear")}
        </Button>
      </li>
    </ul>
  );
}
