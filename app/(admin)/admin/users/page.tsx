import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { UserLine } from "@/app/(admin)/admin/users/user-line";
import { ListFilters } from "@/components/shared/list-filters";
import { PageLinks } from "@/components/shared/page-links";
import { listUsers } from "@/lib/core/accounts/users";
import { alwaysOk } from "@/lib/core/kernel/result";
import { planNames, plans } from "@/lib/values/plans";
import { consoleRoles, listUsersSchema, userSorts, userStates } from "@/lib/values/users";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { readListQuery, type SearchParams } from "@/lib/web/list-query";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function UsersPage({ searchParams }: Props) {
  const admin = await requireAdmin();
  const { input, filter } = readListQuery(listUsersSchema, await searchParams);
  const t = await getTranslations("users");
  const page = alwaysOk(await listUsers(await webContext(), admin, input));
  const isFiltered = Object.keys(filter).some((name) => name !== "sort");
  const choices = [
    {
      name: "state",
      label: t("filters.state"),
      any: t("filters.any"),
      options: userStates.map((value) => ({ value, label: t(`states.${value}`) })),
    },
    {
      name: "role",
      label: t("filters.role"),
      any: t("filters.any"),
      options: consoleRoles.map((value) => ({ value, label: t(`consoleRoles.${value}`) })),
    },
    {
      name: "mfa",
      label: t("filters.mfa"),
      any: t("filters.any"),
      options: (["on", "off"] as const).map((value) => ({ value, label: t(`mfa.${value}`) })),
    },
    {
      name: "plan",
      label: t("filters.plan"),
      any: t("filters.any"),
      options: plans.map((value) => ({ value, label: planNames[value] })),
    },
    {
      name: "sort",
      label: t("filters.sort"),
      any: t("sorts.newest"),
      options: userSorts.filter((sort) => sort !== "newest").map((value) => ({ value, label: t(`sorts.${value}`) })),
    },
  ];
  return (
    <div className="grid grid-cols-1 gap-5">
      <h1>{t("title")}</h1>
      <ListFilters search={{ label: t("search"), hint: t("searchHint"), submit: t("find") }} choices={choices} />
      <p role="status" className="text-muted text-sm">
        {t(page.nextCursor === null ? "shown" : "shownMore", { count: page.items.length })}
        {input.tenant ? (
          <>
            {" "}
            {t("ofOneTenant")}{" "}
            <Link href="/admin/users" className="link">
              {t("back")}
            </Link>
          </>
        ) : null}
      </p>
      {page.items.length === 0 ? (
        <p className="wrap-anywhere rounded border bg-surface p-5 text-muted">
          {input.q ? t("empty", { q: input.q }) : t(isFiltered ? "noneLikeThat" : "none")}
        </p>
      ) : (
        <ul className="rounded border bg-surface">
          {page.items.map((user) => (
            <UserLine key={user.id} user={user} />
          ))}
        </ul>
      )}
      <PageLinks
        path="/admin/users"
        filter={filter}
        isFirst={input.cursor === undefined}
        nextCursor={page.nextCursor}
        words={{ first: t("first"), next: t("next") }}
      />
    </div>
  );
}
