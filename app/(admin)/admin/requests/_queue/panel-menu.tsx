"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { DropdownMenu, MenuItem, MenuSeparator } from "@/components/ui/dropdown-menu";
import { Kbd } from "@/components/ui/kbd";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import { useQueueFrame } from "./queue-frame";
import { isUndecided } from "./status-badge";

export function PanelMenu({ detail }: { detail: AccessRequestDetail }) {
  const t = useTranslations("queue");
  const asking = useTranslations("ask");
  const { ask, me } = useQueueFrame();
  const canDecide = isUndecided(detail.status);
  return (
    <DropdownMenu
      trigger={
        <Button>
          <Ellipsis aria-hidden className="size-4" strokeWidth={1.5} />
          {t("menu")}
        </Button>
      }
    >
      {canDecide ? (
        <>
          <MenuItem onSelect={() => ask({ kind: "ask", item: detail })}>{asking("open")}…</MenuItem>
          <MenuItem onSelect={() => ask({ kind: "duplicate", item: detail })}>
            {t("duplicate.button")} <Kbd>d</Kbd>
          </MenuItem>
          <MenuSeparator />
        </>
      ) : null}
      <MenuItem onSelect={() => ask({ kind: "block", item: detail })}>{t("block.button")}</MenuItem>
      {me.isAdmin ? (
        <MenuItem onSelect={() => ask({ kind: "erase", item: detail })}>{t("erase.button")}</MenuItem>
      ) : null}
    </DropdownMenu>
  );
}
