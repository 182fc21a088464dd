"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RequestItem, RequestStatus } from "./request-types";

export const statusTones: Record<RequestStatus, BadgeTone> = {
  pending: "warning",
  needs_info: "neutral",
  snoozed: "neutral",
  approved: "accent",
  rejected: "danger",
  registered: "success",
  expired: "neutral",
};

interface Props {
  item: RequestItem;
  mode: string;
  isSelected: boolean;
  onSelect: () => void;
}

/** Who asks, for whom, how, and since when; the first line of why. */
export function RequestRow({ item, mode, isSelected, onSelect }: Props) {
  const t = useTranslations("admin");
  return (
    <li className="border-t first:border-t-0">
      <button
        type="button"
        aria-current={isSelected}
        onClick={onSelect}
        className={cn(
          "grid w-full grid-cols-1 gap-0.5 border-l-3 border-transparent px-4 py-3 text-left hover:bg-background",
          isSelected && "border-accent bg-background",
        )}
      >
        <span className="flex items-baseline justify-between gap-3">
          <span className="truncate font-medium">{item.name}</span>
          <span className="shrink-0 text-muted text-sm">
            <RelativeTime date={item.submittedAt} />
          </span>
        </span>
        <span className="truncate text-muted text-sm">
          {item.organization} · {item.email}
        </span>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
          <Badge tone={statusTones[item.status]}>{t(`status.${item.status}`)}</Badge>
          <span className="text-muted">{mode}</span>
        </span>
        <span className="line-clamp-1 text-sm">{item.useCase}</span>
      </button>
    </li>
  );
}
