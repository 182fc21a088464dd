"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { AgeBadge } from "./age-badge";
import { StatusBadge } from "./status-badge";

export function PanelSkeleton({ item, nav }: { item: AccessRequestView | null; nav: ReactNode }) {
  const t = useTranslations("queue");
  return (
    <div aria-busy className="grid gap-5 p-5 max-lg:p-2">
      <div className="grid gap-2">
        {nav}
        {item ? (
          <>
            <div className="flex flex-wrap items-center gap-2">
              <StatusBadge status={item.status} />
              <AgeBadge item={item} />
            </div>
            <p className="wrap-anywhere font-semibold text-lg">{item.name}</p>
            <p className="wrap-anywhere text-muted">{item.email}</p>
          </>
        ) : (
          <Skeleton className="h-24" />
        )}
      </div>
      <Skeleton className="h-28" />
      <Skeleton className="h-36" />
      <Skeleton className="h-24" />
      <p role="status" className="sr-only">
        {t("loading")}
      </p>
    </div>
  );
}
