"use client";

import { Inbox } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import type { QueueTab } from "@/lib/values/queue";

interface Props {
  tab: QueueTab;
  isFiltered: boolean;
  onClear: () => void;
  requestUrl: string;
  isAdmin: boolean;
}

export function QueueEmpty({ tab, isFiltered, onClear, requestUrl, isAdmin }: Props) {
  const t = useTranslations("queue.empty");
  return (
    <div className="grid justify-items-center gap-3 px-5 py-14 text-center">
      <Inbox aria-hidden className="size-6 text-muted" strokeWidth={1.5} />
      <p className="font-medium">{t(isFiltered ? "filtered" : `title.${tab}`)}</p>
      {isFiltered ? (
        <Button size="sm" onClick={onClear}>
          {t("clear")}
        </Button>
      ) : (
        <>
          <p className="max-w-[52ch] text-muted text-sm">{t(`next.${tab}`)}</p>
          {tab === "new" ? (
            <div className="flex flex-wrap items-center justify-center gap-2">
              <CopyButton value={requestUrl} label={t("copyLink")} />
              {isAdmin ? (
                <Button asChild size="sm" variant="ghost">
                  <Link href="/admin/rules">{t("rules")}</Link>
                </Button>
              ) : null}
            </div>
          ) : null}
        </>
      )}
    </div>
  );
}
