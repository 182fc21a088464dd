import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { DeliveryList } from "@/app/(admin)/admin/webhooks/[id]/delivery-list";
import { ReplayButton } from "@/app/(admin)/admin/webhooks/[id]/replay-button";
import { TestWebhook } from "@/app/(admin)/admin/webhooks/[id]/test-webhook";
import { WebhookSettings } from "@/app/(admin)/admin/webhooks/[id]/webhook-settings";
import { PageLinks } from "@/components/shared/page-links";
import { RefreshWhile } from "@/components/shared/refresh-while";
import { FilterLinks } from "@/components/ui/filter-links";
import { Notice } from "@/components/ui/notice";
import { countFailed, listDeliveries } from "@/lib/core/webhooks/deliveries";
import { getWebhook } from "@/lib/core/webhooks/webhooks";
import { isId } from "@/lib/values/tokens";
import { chosenEvents, deliveryStates, listDeliveriesSchema } from "@/lib/values/webhooks";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { deliveryState, remove, replay, replayAll, rotate, sendTest, update } from "../actions";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("one") };
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const admin = await requireAdmin();
  const ctx = await webContext();
  const { id } = await params;
  if (!isId(id)) notFound();
  const { state, cursor } = await searchParams;
  const asked = listDeliveriesSchema.safeParse({ ...(state ? { state } : {}), ...(cursor ? { cursor } : {}) });
  const input = asked.success ? asked.data : listDeliveriesSchema.parse({});
  const found = await getWebhook(ctx, admin, { id });
  const page = await listDeliveries(ctx, admin, { ...input, id });
  if (!found.ok || !page.ok) notFound();
  const webhook = found.value;
  const failed = await countFailed(ctx, id);
  const t = await getTranslations("webhooks");
  const path = `/admin/webhooks/${id}`;
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[720px] grid-cols-1 gap-8">
        <div className="grid gap-2">
          <Link href="/admin/webhooks" className="link w-fit py-1 text-sm">
            {t("back")}
          </Link>
          <h1 className="wrap-anywhere">{webhook.description || webhook.url}</h1>
          {webhook.description ? <p className="wrap-anywhere font-mono text-muted text-sm">{webhook.url}</p> : null}
        </div>
        {!webhook.isEnabled && webhook.failures > 0 ? (
          <Notice tone="danger" title={t("offByFailures")}>
            {t("offByFailuresText", { count: webhook.failures })}
          </Notice>
        ) : null}
        <TestWebhook id={id} send={sendTest} state={deliveryState} />
        <WebhookSettings
          webhook={{ ...webhook, events: chosenEvents(webhook.events) }}
          actions={{ update, rotate, remove }}
        />
        <section className="grid grid-cols-1 gap-3" aria-labelledby="deliveries">
          <div className="flex flex-wrap items-end justify-between gap-3">
            <div>
              <h2 id="deliveries">{t("deliveries.title")}</h2>
              <p className="text-muted text-sm">{t("deliveries.text")}</p>
            </div>
            {failed > 0 ? (
              <ReplayButton
                id={id}
                replay={replayAll}
                words={{
                  label: t("deliveries.replayFailed", { count: failed }),
                  done: t("deliveries.replayedFailed"),
                }}
              />
            ) : null}
          </div>
          <FilterLinks
            label={t("deliveries.states.label")}
            links={[
              { href: path, label: t("deliveries.states.all"), isCurrent: input.state === undefined },
              ...deliveryStates.map((known) => ({
                href: `${path}?state=${known}`,
                label: t(`deliveries.states.${known}`),
                isCurrent: input.state === known,
              })),
            ]}
          />
          <DeliveryList deliveries={page.value.items} isFiltered={input.state !== undefined} replay={replay} />
          <PageLinks
            isAtEnd
            path={path}
            filter={input.state ? { state: input.state } : {}}
            isFirst={input.cursor === undefined}
            nextCursor={page.value.nextCursor}
            words={{ first: t("deliveries.newest"), next: t("deliveries.more") }}
          />
        </section>
        <RefreshWhile isUnderWay={page.value.items.some((item) => item.state === "queued" && item.attempts === 0)} />
      </div>
    </StepUp>
  );
}
