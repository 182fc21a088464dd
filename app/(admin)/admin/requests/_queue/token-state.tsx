"use client";

import { useTranslations } from "next-intl";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessRequestView } from "@/lib/core/access-requests/view";

const tones: Record<NonNullable<AccessRequestView["tokenState"]>, BadgeTone> = {
  held: "neutral",
  queued: "neutral",
  sent: "accent",
  failed: "danger",
  opened: "accent",
  used: "success",
  expired: "warning",
  void: "neutral",
};

export function TokenState({
  item: { tokenState, token, decidedAt },
}: {
  item: Pick<AccessRequestView, "tokenState" | "token" | "decidedAt">;
}) {
  const t = useTranslations("queue.token");
  // Hides the link of an undone decision, which never worked.
  if (tokenState === null || (tokenState === "void" && decidedAt === null)) return null;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <Badge tone={tones[tokenState]}>{t(tokenState)}</Badge>
      {token?.state === "open" ? (
        <span className="text-muted text-sm">
          {t("until")} <RelativeTime date={token.expiresAt} />
        </span>
      ) : null}
    </span>
  );
}
