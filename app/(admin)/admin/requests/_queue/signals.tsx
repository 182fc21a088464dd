"use client";

import { BadgeCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import type { AccessRequestView } from "@/lib/core/access-requests/view";

type RequestSignal = AccessRequestView["signals"][number];

const tones: Partial<Record<RequestSignal["kind"], BadgeTone>> = {
  disposable: "danger",
  rejected_before: "danger",
  free_mail: "warning",
  unconfirmed: "warning",
  needs_second_approval: "warning",
  awaits_organization: "warning",
  known_tenant: "accent",
};

export function Signals({ signals }: { signals: RequestSignal[] }) {
  const t = useTranslations("queue.signal");
  return signals.map(({ kind, count }) =>
    // `Held` names the rule.
    kind === "held_by_rule" ? null : (
      <Badge key={kind} tone={tones[kind] ?? "neutral"}>
        {t(kind, { count })}
      </Badge>
    ),
  );
}

/** Marks requests that a rule left to a person. */
export function Held({ item }: { item: Pick<AccessRequestView, "decidedAt" | "decidedByRule"> }) {
  const t = useTranslations("accessRules");
  if (item.decidedAt !== null || !item.decidedByRule) return null;
  return (
    <Badge tone="warning" className="max-w-full">
      <span className="truncate">{t("heldBy", { name: item.decidedByRule.name })}</span>
    </Badge>
  );
}

/** Doesn't mark unconfirmed addresses, because most instances don't ask for confirmation. */
export function Confirmed({ item }: { item: Pick<AccessRequestView, "confirmed"> }) {
  const t = useTranslations("queue");
  if (!item.confirmed) return null;
  return (
    <span title={t("confirmed")} className="inline-flex shrink-0 text-success">
      <BadgeCheck aria-hidden className="size-4" strokeWidth={1.5} />
      <span className="sr-only">{t("confirmed")}</span>
    </span>
  );
}
