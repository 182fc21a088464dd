"use client";

import { Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessRequestView } from "@/lib/core/access-requests/view";

export function AgeBadge({ item }: { item: Pick<AccessRequestView, "late" | "submittedAt"> }) {
  const t = useTranslations("queue.age");
  if (item.late === null) {
    return (
      <span className="whitespace-nowrap text-muted text-sm">
        <RelativeTime date={item.submittedAt} />
      </span>
    );
  }
  return (
    <Badge tone={item.late === "red" ? "danger" : "warning"} className="gap-1 whitespace-nowrap">
      <Clock aria-hidden className="size-3" strokeWidth={2} />
      <RelativeTime date={item.submittedAt} /> · {t(item.late)}
    </Badge>
  );
}
