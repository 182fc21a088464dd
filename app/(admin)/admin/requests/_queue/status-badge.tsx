"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { AccessRequestStatusValue } from "@/lib/values/queue";

const tones: Record<AccessRequestStatusValue, BadgeTone> = {
  pending: "warning",
  needs_info: "neutral",
  snoozed: "neutral",
  approved: "accent",
  rejected: "danger",
  registered: "success",
  expired: "neutral",
};

export function StatusBadge({ status }: { status: AccessRequestStatusValue }) {
  const t = useTranslations("queue.status");
  return <Badge tone={tones[status]}>{t(status)}</Badge>;
}

export function isUndecided(status: AccessRequestStatusValue): boolean {
  return status === "pending" || status === "needs_info" || status === "snoozed";
}
