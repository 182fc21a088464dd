"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

/** Ctrl-K or Cmd-K: any page by its name. */
export function CommandPalette({ pages }: { pages: { href: string; label: string }[] }) {
  const t = useTranslations("shell.palette");
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((open) => !open);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => setOpen(true)}>
        <Search aria-hidden className="size-4" strokeWidth={1.5} />
        <span className="sr-only">{t("open")}</span>
        <span className="max-lg:hidden">
          <Kbd>Ctrl K</Kbd>
        </span>
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("title")}>
        <Command label={t("title")}>
          <Command.Input
            autoFocus
            placeholder={t("placeholder")}
            aria-label={t("placeholder")}
            className="h-10 w-full rounded border border-line-strong bg-surface px-3"
          />
          <Command.List className="mt-2 max-h-72 overflow-y-auto">
            <Command.Empty className="px-3 py-2 text-muted text-sm">{t("empty")}</Command.Empty>
            {pages.map(({ href, label }) => (
              <Command.Item
                key={href}
                value={label}
                onSelect={() => {
                  setOpen(false);
                  router.push(href);
                }}
                className="cursor-pointer rounded-sm px-3 py-2 data-[selected=true]:bg-line/60"
              >
                {label}
              </Command.Item>
            ))}
          </Command.List>
        </Command>
      </Dialog>
    </>
  );
}
