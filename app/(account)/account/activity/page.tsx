import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { deviceIcons, deviceName } from "@/components/shared/device";
import { Button } from "@/components/ui/button";
import { FilterLinks } from "@/components/ui/filter-links";
import { RelativeTime } from "@/components/ui/relative-time";
import { activityKinds } from "@/lib/core/audit/actions";
import { type Activity, listActivity } from "@/lib/core/audit/list-activity";
import { listActivitySchema } from "@/lib/values/forms";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { deviceOf } from "@/lib/web/device";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("activity"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ActivityPage({ searchParams }: Props) {
  const actor = await requireUser();
  const { kind, cursor } = await searchParams;
  const asked = listActivitySchema.safeParse({ ...(kind ? { kind } : {}), ...(cursor ? { cursor } : {}) });
  const input = asked.success ? asked.data : listActivitySchema.parse({});
  const t = await getTranslations("activity");
  const page = await listActivity(await webContext(), actor, input);
  const link = (query: Record<string, string>) => `/account/activity?${new URLSearchParams(query)}`;
  const filter: Record<string, string> = input.kind ? { kind: input.kind } : {};
  return (
    <div className="mx-auto grid max-w-[720px] gap-6">
      <div className="grid gap-1">
        <h1>{t("title")}</h1>
        <p className="text-muted">{t("text")}</p>
      </div>
      <FilterLinks
        label={t("filter")}
        links={[
          { href: "/account/activity", label: t("all"), isCurrent: input.kind === undefined },
          ...activityKinds.map((one) => ({
            href: link({ kind: one }),
            label: t(`kinds.${one}`),
            isCurrent: input.kind === one,
          })),
        ]}
      />
      {page.items.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{t("empty")}</p>
      ) : (
        <ul className="rounded border bg-surface">
          {page.items.map((item) => (
            <Entry key={item.id} item={item} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {input.cursor ? (
          <Button asChild size="sm">
            <Link href={link(filter)}>{t("newest")}</Link>
          </Button>
        ) : null}
        {page.nextCursor ? (
          <Button asChild size="sm">
            <Link href={link({ ...filter, cursor: page.nextCursor })}>{t("older")}</Link>
          </Button>
        ) : null}
      </div>
      <p className="text-muted text-sm">
        {t("notYou")}{" "}
        <Link href="/account/security#password" className="link">
          {t("changePassword")}
        </Link>
      </p>
    </div>
  );
}

async function Entry({ item }: { item: Activity }) {
  const t = await getTranslations("activity");
  const words = await getTranslations("account.security");
  const device = deviceOf(item.userAgent);
  const Icon = deviceIcons[device.kind];
  const isFromSomewhere = item.ip !== "" || item.userAgent !== "";
  return (
    <li className="flex gap-3 border-t px-5 py-3 first:border-t-0">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" strokeWidth={1.5} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="font-medium">{t(`actions.${item.action}`)}</span>
          <span className="text-muted text-sm">
            <RelativeTime date={item.at} />
          </span>
        </p>
        <p className="wrap-anywhere text-muted text-sm">
          {t(`by.${item.by}`)}
          {item.member === null ? "" : ` · ${t("member", { name: item.member })}`}
          {isFromSomewhere ? ` · ${[deviceName(device, words), item.ip].filter(Boolean).join(" · ")}` : ""}
        </p>
      </div>
    </li>
  );
}
