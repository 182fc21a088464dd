"use client";

import { useTranslations } from "next-intl";
import type { MouseEvent } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Hint } from "@/components/ui/hint";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { AgeBadge } from "./age-badge";
import { useQueueFrame } from "./queue-frame";
import { Confirmed, Held, Signals } from "./signals";
import { isUndecided, StatusBadge } from "./status-badge";
import { TokenState } from "./token-state";

interface Props {
  item: AccessRequestView;
  /** Set if the list has several states. */
  showsStatus: boolean;
  /** Has the keyboard cursor. */
  isCurrent: boolean;
  isOpen: boolean;
  isSelected: boolean;
  onOpen: () => void;
  /** Called on focus. */
  onPoint: () => void;
  onSelect: (isRange: boolean) => void;
}

export function RequestRow({ item, isCurrent, isOpen, isSelected, onPoint, onSelect, ...rest }: Props) {
  const t = useTranslations("queue");
  return (
    <li
      onFocus={onPoint}
      className={cn(
        "group relative grid grid-cols-[auto_minmax(0,1fr)] border-t border-l-3 first:border-t-0 @md:grid-cols-[auto_minmax(0,1fr)_auto]",
        isOpen ? "border-l-accent" : isCurrent ? "border-l-line-strong" : "border-l-transparent",
        isSelected ? "bg-accent-soft" : isOpen ? "bg-background" : "hover:bg-background",
      )}
    >
      <label className="grid w-10 cursor-pointer justify-items-center pt-4 pointer-coarse:w-11">
        <input
          type="checkbox"
          className="size-4 accent-accent pointer-coarse:size-5"
          aria-label={t("select", { name: item.name })}
          aria-keyshortcuts="x"
          title={t("selectHint")}
          checked={isSelected}
          onChange={(event) => onSelect(event.nativeEvent instanceof MouseEvent && event.nativeEvent.shiftKey)}
        />
      </label>
      <Words item={item} isCurrent={isCurrent} isOpen={isOpen} onSelect={onSelect} {...rest} />
      {isUndecided(item.status) ? <RowActs item={item} /> : null}
    </li>
  );
}

function Words({ item, showsStatus, isOpen, onOpen, onSelect }: Omit<Props, "isSelected" | "onPoint">) {
  const { modeLabels } = useQueueFrame();
  const t = useTranslations("queue");
  const onClick = (event: MouseEvent) => {
    if (event.shiftKey) onSelect(true);
    else onOpen();
  };
  return (
    <button
      type="button"
      data-row={item.id}
      aria-current={isOpen}
      onClick={onClick}
      // Prevents text selection by Shift, which selects a range of rows.
      onMouseDown={(event) => (event.shiftKey ? event.preventDefault() : undefined)}
      className="grid min-w-0 grid-cols-1 gap-x-6 gap-y-0.5 py-3 pr-4 text-left -outline-offset-2 @3xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]"
    >
      <span className="grid min-w-0 grid-cols-1 content-start gap-0.5">
        <span className="flex items-center justify-between gap-3">
          <span className="flex min-w-0 items-center gap-1.5">
            <span className="truncate font-medium">{item.name}</span>
            <Confirmed item={item} />
          </span>
          <AgeBadge item={item} />
        </span>
        <span className="truncate text-muted text-sm">{item.email}</span>
        <span className="truncate text-sm">
          {item.organization} <span className="text-muted">· {modeLabels[item.buyerMode] ?? item.buyerMode}</span>
        </span>
      </span>
      <span className="grid min-w-0 grid-cols-1 content-start gap-1">
        <span className="line-clamp-1 text-sm @3xl:line-clamp-2">{firstLine(item.useCase)}</span>
        <span className="flex flex-wrap items-center gap-1.5 empty:hidden">
          {showsStatus ? <StatusBadge status={item.status} /> : null}
          <Held item={item} />
          <Signals signals={item.signals} />
          <TokenState item={item} />
          {item.assignee ? (
            <span className="truncate text-muted text-sm">{t("assignedTo", { name: item.assignee.name })}</span>
          ) : null}
        </span>
      </span>
    </button>
  );
}

function RowActs({ item }: { item: AccessRequestView }) {
  const { ask, approve } = useQueueFrame();
  const t = useTranslations("queue");
  const { name } = item;
  return (
    <span className="col-start-2 flex gap-1.5 pb-3 @md:col-start-3 @md:flex-col @md:pt-3 @md:pr-3 @3xl:flex-row @3xl:items-start @3xl:pr-4">
      <Hint label={t("approve")} keys="a">
        <Button size="sm" aria-label={t("approveName", { name })} onClick={() => approve(item)}>
          {t("approve")}
        </Button>
      </Hint>
      <Hint label={t("rejectHint")} keys="r">
        <Button
          size="sm"
          variant="ghost"
          aria-label={t("rejectName", { name })}
          onClick={() => ask({ kind: "reject", item })}
        >
          {t("reject")}
        </Button>
      </Hint>
    </span>
  );
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
