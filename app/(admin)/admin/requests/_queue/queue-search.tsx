"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type Ref, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Hint } from "@/components/ui/hint";
import { Input } from "@/components/ui/input";

interface Props {
  q: string;
  isPending: boolean;
  onSearch: (q: string) => void;
  /** Returns to the list by keyboard. */
  onLeave: () => void;
  ref: Ref<HTMLInputElement>;
}

export function QueueSearch({ q, isPending, onSearch, onLeave, ref }: Props) {
  const t = useTranslations("queue");
  const id = useId();
  // Follows the URL but keeps the field's focus after a search.
  const [typed, setTyped] = useState({ text: q, of: q });
  if (typed.of !== q) setTyped({ text: q, of: q });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape" && event.key !== "ArrowDown") return;
    event.preventDefault();
    onLeave();
  };
  return (
    <search className="min-w-0 flex-1 basis-72">
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(typed.text.trim());
        }}
      >
        <label htmlFor={id} className="sr-only">
          {t("search")}
        </label>
        <Input
          ref={ref}
          id={id}
          name="q"
          type="search"
          value={typed.text}
          onChange={(event) => setTyped({ text: event.target.value, of: q })}
          maxLength={200}
          placeholder={t("searchHint")}
          aria-keyshortcuts="/"
          onKeyDown={onKeyDown}
        />
        <Hint label={t("search")} keys="/">
          <Button type="submit" pending={isPending} aria-label={t("searchSubmit")}>
            {isPending ? null : <Search aria-hidden className="size-4" strokeWidth={1.5} />}
          </Button>
        </Hint>
      </form>
    </search>
  );
}
