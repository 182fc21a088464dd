import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ListFilters } from "@/components/shared/list-filters";
import { PageLinks } from "@/components/shared/page-links";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { alwaysOk } from "@/lib/core/kernel/result";
import { listTenants } from "@/lib/core/tenants/tenants";
import { planNames, plans } from "@/lib/values/plans";
import { listTenantsSchema, tenantSorts } from "@/lib/values/users";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { readListQuery, type SearchParams } from "@/lib/web/list-query";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tenants"))("title") };
}

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function TenantsPage({ searchParams }: Props) {
  const admin = await requireAdmin();
  const { input, filter } = readListQuery(listTenantsSchema, await searchParams);
  const t = await getTranslations("tenants");
  const page = alwaysOk(await listTenants(await webContext(), admin, input));
  const isFiltered = input.q !== undefined || input.plan !== undefined;
  return (
    <div className="grid grid-cols-1 gap-5">
      <h1>{t("title")}</h1>
      <ListFilters
        search={{ label: t("search"), hint: t("searchHint"), submit: t("find") }}
        choices={[
          {
            name: "plan",
            label: t("plan"),
            any: t("any"),
            options: plans.map((value) => ({ value, label: planNames[value] })),
          },
          {
            name: "sort",
            label: t("sort"),
            any: t("sorts.newest"),
            options: tenantSorts
              .filter((sort) => sort !== "newest")
              .map((value) => ({ value, label: t(`sorts.${value}`) })),
          },
        ]}
      />
      <p role="status" className="text-muted text-sm">
        {t(page.nextCursor === null ? "shown" : "shownMore", { count: page.items.length })}
      </p>
      {page.items.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{t(isFiltered ? "empty" : "none")}</p>
      ) : (
        <ul className="rounded border bg-surface">
          {page.items.map((tenant) => (
            <li
              key={tenant.id}
              className="relative grid gap-x-6 gap-y-1 border-t px-5 py-3 first:border-t-0 hover:bg-line/30 sm:grid-cols-[minmax(0,1fr)_auto_8rem] sm:items-center"
            >
              <p className="wrap-anywhere min-w-0">
                <Link href={`/admin/tenants/${tenant.id}`} className="font-medium after:absolute after:inset-0">
                  {tenant.name}
                </Link>
                <span className="block text-muted text-sm">{t("members", { count: tenant.members })}</span>
              </p>
              <p className="flex flex-wrap gap-1.5">
                <Badge tone={tenant.plan === "FREE" ? "neutral" : "accent"}>{planNames[tenant.plan]}</Badge>
                {tenant.production === "active" ? <Badge tone="success">{t("production")}</Badge> : null}
              </p>
              <p className="text-muted text-sm sm:text-right">
                <span className="sm:sr-only">{t("created")} </span>
                <RelativeTime date={tenant.createdAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
      <PageLinks
        path="/admin/tenants"
        filter={filter}
        isFirst={input.cursor === undefined}
        nextCursor={page.nextCursor}
        words={{ first: t("first"), next: t("next") }}
      />
    </div>
  );
}
