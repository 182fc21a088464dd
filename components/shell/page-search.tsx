"use client";

import { Command, useCommandState } from "cmdk";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";

/** Loaded by components/shell/command-palette.tsx. */
export function PageSearch({ pages, onDone }: { pages: { href: string; label: string }[]; onDone: () => void }) {
  const t = useTranslations("shell.palette");
  const router = useRouter();
  return (
    <Command label={t("title")}>
      <Command.Input
        autoFocus
        placeholder={t("placeholder")}
        aria-label={t("placeholder")}
        className="h-10 w-full rounded border border-line-strong bg-surface px-3"
      />
      <Command.List className="mt-2 max-h-72 overflow-y-auto">
        <NoResults />
        {pages.map(({ href, label }) => (
          <Command.Item
            key={href}
            value={label}
            onSelect={() => {
              onDone();
              router.push(href);
            }}
            className="cursor-pointer rounded-sm px-3 py-2 data-[selected=true]:bg-line/60"
          >
            {label}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

function NoResults() {
  const t = useTranslations("shell.palette");
  const query = useCommandState((state) => state.search);
  return <Command.Empty className="px-3 py-2 text-muted text-sm">{t("empty", { query })}</Command.Empty>;
}
