"use client";

import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import { StatusBadge } from "./status-badge";

interface Props {
  detail: AccessRequestDetail;
  onOpen: (id: string) => void;
}

export function PanelAround({ detail, onOpen }: Props) {
  const t = useTranslations("queue.around");
  const { tenantsOfDomain, related, earlier } = detail;
  return (
    <>
      {tenantsOfDomain.length > 0 ? (
        <section className="grid gap-2 border-t pt-4">
          <h3 className="font-medium">{t("tenants")}</h3>
          <ul className="grid gap-1.5 text-sm">
            {tenantsOfDomain.map(({ id, name, members }) => (
              <li key={id}>{t("tenant", { name, members })}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {earlier.length > 0 ? (
        <section className="grid gap-2 border-t pt-4">
          <h3 className="font-medium">{t("earlier")}</h3>
          <ul className="grid gap-1.5 text-sm">
            {earlier.map(({ at, decision, by, text }) => (
              <li key={String(at)}>
                {t(`decision.${decision}`, { by: by || "nobody" })} ·{" "}
                <span className="text-muted">
                  <RelativeTime date={at} />
                </span>
                {text ? <span className="wrap-anywhere block text-muted">{text}</span> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {related.length > 0 ? (
        <section className="grid gap-2 border-t pt-4">
          <h3 className="font-medium">{t("related")}</h3>
          <ul className="grid gap-1.5 text-sm">
            {related.map((request) => (
              <li key={request.id} className="flex flex-wrap items-center gap-2">
                <button
                  type="button"
                  className="link wrap-anywhere text-left pointer-coarse:min-h-11"
                  onClick={() => onOpen(request.id)}
                >
                  {request.name} · {request.organization}
                </button>
                <StatusBadge status={request.status} />
                <span className="text-muted">{t(`why.${request.why}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}
