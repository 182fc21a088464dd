"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { shortcutKey } from "@/components/shared/shortcut-key";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { lazily } from "@/components/ui/lazily";

const PageSearch = lazily(async () => (await import("./page-search")).PageSearch);

/** Opens with Ctrl-K or Cmd-K. */
export function CommandPalette({ pages }: { pages: { href: string; label: string }[] }) {
  const t = useTranslations("shell.palette");
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (shortcutKey(event) !== "k" || !(event.metaKey || event.ctrlKey)) return;
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
        <PageSearch pages={pages} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}
