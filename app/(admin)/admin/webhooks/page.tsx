import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { NewWebhook } from "@/app/(admin)/admin/webhooks/new-webhook";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { alwaysOk } from "@/lib/core/kernel/result";
import { type ListedWebhook, listWebhooks } from "@/lib/core/webhooks/webhooks";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { create } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("title") };
}

export default async function WebhooksPage() {
  const admin = await requireAdmin();
  const t = await getTranslations("webhooks");
  const { webhooks } = alwaysOk(await listWebhooks(await webContext(), admin, {}));
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[720px] grid-cols-1 gap-5">
        <div className="grid gap-1">
          <h1>{t("title")}</h1>
          <p className="text-muted">{t("text")}</p>
        </div>
        {webhooks.length === 0 ? (
          <p className="rounded border bg-surface p-5 text-muted">{t("none")}</p>
        ) : (
          <ul className="rounded border bg-surface">
            {webhooks.map((webhook) => (
              <Line key={webhook.id} webhook={webhook} />
            ))}
          </ul>
        )}
        <NewWebhook create={create} />
      </div>
    </StepUp>
  );
}

async function Line({ webhook }: { webhook: ListedWebhook }) {
  const t = await getTranslations("webhooks");
  const { events, failed, failures, isEnabled, lastDeliveryAt } = webhook;
  return (
    <li className="relative border-t px-5 py-3 first:border-t-0 hover:bg-line/30">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <div className="wrap-anywhere min-w-0 flex-1 basis-60">
          <Link href={`/admin/webhooks/${webhook.id}`} className="font-medium after:absolute after:inset-0">
            {webhook.description || webhook.url}
          </Link>
          <p className="text-muted text-sm">
            {webhook.description ? `${webhook.url} · ` : null}
            {events.includes("*") ? t("everyEvent") : t("eventCount", { count: events.length })} ·{" "}
            {lastDeliveryAt ? (
              <>
                {t("last")} <RelativeTime date={lastDeliveryAt} />
              </>
            ) : (
              t("nothingSent")
            )}
          </p>
        </div>
        <span className="flex flex-wrap gap-2">
          {failed > 0 ? <Badge tone="danger">{t("failed", { count: failed })}</Badge> : null}
          {isEnabled ? (
            <Badge tone="success">{t("on")}</Badge>
          ) : (
            <Badge tone={failures > 0 ? "danger" : "neutral"}>{t(failures > 0 ? "offByFailures" : "off")}</Badge>
          )}
        </span>
      </div>
    </li>
  );
}
