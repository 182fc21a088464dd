"use client";

import { useTranslations } from "next-intl";
import { useQueryState } from "nuqs";
import { useId, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Input } from "@/components/ui/input";
import { filterParsers } from "./filter-parsers";
import type { Counts } from "./request-types";

const tabs = ["pending", "approved", "registered", "rejected", "expired", "all"] as const;

/** States with their counts, and the search. Both live in the address. */
export function QueueFilters({ counts }: { counts: Counts }) {
  const t = useTranslations("admin");
  const searchId = useId();
  const [isPending, startTransition] = useTransition();
  const options = { shallow: false, startTransition } as const;
  const [status, setStatus] = useQueryState("status", filterParsers.status.withOptions(options));
  const [q, setQ] = useQueryState("q", filterParsers.q.withOptions(options));
  const [, setRequest] = useQueryState("request", { ...options, parse: (id: string) => id });
  return (
    <div className="grid grid-cols-1 gap-3" aria-busy={isPending}>
      <nav aria-label={t("title")} className="-mx-1 flex gap-1 overflow-x-auto px-1 py-1">
        {tabs.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-pressed={status === tab}
            onClick={() => {
              void setStatus(tab);
              void setRequest(null);
            }}
            className={cn(
              "flex h-9 shrink-0 items-center gap-2 rounded border px-3 text-sm pointer-coarse:h-11",
              status === tab
                ? "border-line-strong bg-surface font-medium"
                : "border-transparent text-muted hover:bg-line/50",
            )}
          >
            {t(`status.${tab}`)}
            <span className="text-muted tabular-nums">{counts[tab]}</span>
          </button>
        ))}
      </nav>
      <search>
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            const typed = new FormData(event.currentTarget).get("q");
            void setQ(typeof typed === "string" && typed.trim() !== "" ? typed.trim() : null);
            void setRequest(null);
          }}
        >
          <div className="grid flex-1 basis-64 gap-1.5">
            <label htmlFor={searchId} className="font-medium text-sm">
              {t("search")}
            </label>
            <Input
              key={q}
              id={searchId}
              name="q"
              type="search"
              data-key="/"
              defaultValue={q}
              maxLength={200}
              aria-describedby={`${searchId}-hint`}
            />
          </div>
          <Button type="submit" pending={isPending}>
            {t("search")}
          </Button>
          <p id={`${searchId}-hint`} className="basis-full text-muted text-sm">
            {t("searchHint")}
          </p>
        </form>
      </search>
    </div>
  );
}
