"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";

/** The keys that work right now, and all of them on request. */
export function KeyBar({ canDecide }: { canDecide: boolean }) {
  const t = useTranslations("admin.keys");
  const [isOpen, setOpen] = useState(false);
  const keys = [
    ["j k", t("move")],
    ["Enter", t("open")],
    ...(canDecide
      ? [
          ["a", t("approve")],
          ["r", t("reject")],
        ]
      : []),
    ["/", t("search")],
  ];
  const all = [
    ["j k", t("move")],
    ["Enter", t("open")],
    ["a", t("approve")],
    ["r", t("reject")],
    ["/", t("search")],
    ["?", t("help")],
  ];
  return (
    <div className="flex items-center gap-4 text-muted text-sm pointer-coarse:hidden">
      {keys.map(([key, what]) => (
        <span key={key} className="flex items-center gap-1.5 max-sm:hidden">
          <Kbd>{key}</Kbd> {what}
        </span>
      ))}
      <Button variant="ghost" size="sm" data-key="?" onClick={() => setOpen(true)}>
        <Kbd>?</Kbd> {t("help")}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t("title")}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
          {all.map(([key, what]) => (
            <div key={key} className="contents">
              <dt>
                <Kbd>{key}</Kbd>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      </Dialog>
    </div>
  );
}
