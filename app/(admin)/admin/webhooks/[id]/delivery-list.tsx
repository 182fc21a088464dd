import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Delivery } from "@/lib/core/webhooks/deliveries";
import { ReplayButton } from "./replay-button";

const tones = { queued: "warning", delivered: "success", failed: "danger" } as const;

interface Props {
  deliveries: Delivery[];
  isFiltered: boolean;
  replay: (input: { id: string }) => Promise<Outcome<unknown>>;
}

export function DeliveryList({ deliveries, isFiltered, replay }: Props) {
  const t = useTranslations("webhooks.deliveries");
  if (deliveries.length === 0) {
    return <p className="rounded border bg-surface p-5 text-muted">{t(isFiltered ? "noneFound" : "none")}</p>;
  }
  return (
    <ul className="rounded border bg-surface">
      {deliveries.map((delivery) => (
        <li key={delivery.id} className="border-t first:border-t-0">
          <details className="group">
            <summary className="flex cursor-pointer flex-wrap items-center justify-between gap-x-6 gap-y-1 px-5 py-3 hover:bg-line/30">
              <ChevronRight
                aria-hidden
                className="-mr-4 size-4 shrink-0 text-muted group-open:rotate-90"
                strokeWidth={1.5}
              />
              <span className="min-w-0 flex-1 basis-60">
                <span className="wrap-anywhere font-medium font-mono text-sm">{delivery.event}</span>
                <span className="block text-muted text-sm">
                  <RelativeTime date={delivery.createdAt} /> · {t("attempts", { count: delivery.attempts })}
                  {delivery.lastTook === null ? null : <> · {t("took", { took: delivery.lastTook })}</>}
                </span>
              </span>
              <span className="flex items-center gap-2">
                {delivery.lastStatus === null ? null : (
                  <span className="font-mono text-muted text-sm">{delivery.lastStatus}</span>
                )}
                <Badge tone={tones[delivery.state]}>{t(`states.${delivery.state}`)}</Badge>
              </span>
            </summary>
            <Detail delivery={delivery} replay={replay} />
          </details>
        </li>
      ))}
    </ul>
  );
}

function Detail({ delivery, replay }: { delivery: Delivery; replay: Props["replay"] }) {
  const t = useTranslations("webhooks.deliveries");
  return (
    <div className="grid grid-cols-1 gap-4 border-t px-5 py-4">
      {delivery.lastError ? <p className="wrap-anywhere text-danger">{delivery.lastError}</p> : null}
      {delivery.nextTryAt ? (
        <p>
          {t("nextTry")} <RelativeTime date={delivery.nextTryAt} />
        </p>
      ) : null}
      <p className="text-muted text-sm">
        webhook-id: <span className="wrap-anywhere font-mono">{delivery.eventId}</span>
      </p>
      <Code title={t("request")}>{JSON.stringify(delivery.payload, null, 2)}</Code>
      <Code title={t("response")}>{delivery.lastResponse || t("noResponse")}</Code>
      {delivery.state === "queued" ? null : (
        <ReplayButton id={delivery.id} replay={replay} words={{ label: t("replay"), done: t("replayed") }} />
      )}
    </div>
  );
}

function Code({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-1">
      <h3 className="font-medium text-sm">{title}</h3>
      <pre className="wrap-anywhere max-h-96 overflow-y-auto whitespace-pre-wrap rounded border bg-background p-3 font-mono text-sm">
        {children}
      </pre>
    </div>
  );
}
