import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { AuditFilters, type AuditQuery } from "@/app/(admin)/admin/audit/audit-filters";
import { DownloadLink } from "@/components/shared/download-link";
import { Button } from "@/components/ui/button";
import { ExactTime } from "@/components/ui/exact-time";
import { actionsByGroup } from "@/lib/core/audit/actions";
import { type ChainStatus, listAuditEvents } from "@/lib/core/audit/audit-events";
import { alwaysOk } from "@/lib/core/kernel/result";
import { auditExportFormats, auditFilterNames, auditTargetTypes, listAuditSchema } from "@/lib/values/audit";
import { auditLabels } from "@/lib/web/audit-labels";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { prepareExport } from "./actions";
import { Entry } from "./entry";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function AuditPage({ searchParams }: Props) {
  const admin = await requireAdmin();
  const asked = await searchParams;
  const { query, input } = read(asked);
  const t = await getTranslations("audit");
  const ctx = await webContext();
  const [listed, words] = await Promise.all([listAuditEvents(ctx, admin, input), auditLabels()]);
  const page = alwaysOk(listed);
  const link = (more: Record<string, string>, base = "/admin/audit") =>
    `${base}?${new URLSearchParams({ ...query, ...more })}`;
  const isFiltered = Object.keys(query).length > 0;
  return (
    <div className="grid grid-cols-1 gap-5">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="grid min-w-0 flex-1 basis-80 gap-1">
          <h1>{t("title")}</h1>
          <p className="text-muted">{t("text")}</p>
          <Chain chain={page.chain} />
        </div>
        <StepUp actor={admin}>
          <fieldset aria-label={t("export.title")} className="flex flex-wrap gap-2">
            {auditExportFormats.map((format) => (
              <DownloadLink
                key={format}
                href={link({ format }, "/dashboard/admin/audit/export")}
                prepare={prepareExport}
              >
                {t(`export.${format}`)}
              </DownloadLink>
            ))}
          </fieldset>
        </StepUp>
      </div>
      <AuditFilters
        query={query}
        groups={actionsByGroup.map(({ group, actions }) => ({
          group,
          label: t(`groups.${group}`),
          actions: actions.map((action) => ({ action, label: words(action) })),
        }))}
        targetTypes={auditTargetTypes.map((type) => ({ type, label: t(`targets.${type}`) }))}
      />
      {page.items.length === 0 ? (
        <p className="rounded border bg-surface p-5 text-muted">{isFiltered ? t("nothingFound") : t("empty")}</p>
      ) : (
        <ul aria-label={t("list")} className="rounded border bg-surface">
          {page.items.map((item) => (
            <Entry key={item.id} item={item} words={words(item.action)} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2 empty:hidden">
        {input.cursor ? (
          <Button asChild size="sm">
            <Link href={link({})}>{t("newest")}</Link>
          </Button>
        ) : null}
        {page.nextCursor ? (
          <Button asChild size="sm">
            <Link href={link({ cursor: page.nextCursor })}>{t("older")}</Link>
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Ignores invalid parameters. */
function read(asked: Record<string, string | string[] | undefined>) {
  const query: AuditQuery = {};
  for (const name of auditFilterNames) {
    const value = asked[name];
    if (typeof value === "string" && value !== "" && listAuditSchema.safeParse({ [name]: value }).success) {
      query[name] = value;
    }
  }
  const cursor = typeof asked.cursor === "string" ? { cursor: asked.cursor.slice(0, 200) } : {};
  return { query, input: listAuditSchema.parse({ ...query, ...cursor }) };
}

async function Chain({ chain }: { chain: ChainStatus }) {
  const t = await getTranslations("audit.chain");
  if (!chain.sealedUntil) return <p className="text-muted text-sm">{t("none")}</p>;
  return (
    <p className="text-muted text-sm">
      {t("sealed", { sequence: chain.sealedTo })} (<ExactTime date={chain.sealedUntil} />
      ).{" "}
      {chain.verifiedAt ? (
        <>
          {t("verified")}: <ExactTime date={chain.verifiedAt} />.
        </>
      ) : (
        t("never")
      )}
    </p>
  );
}
