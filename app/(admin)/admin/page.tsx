import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { DayChart } from "@/app/(admin)/admin/_overview/day-chart";
import { Figure, Figures } from "@/app/(admin)/admin/_overview/figures";
import { FilterLinks } from "@/components/ui/filter-links";
import { RelativeTime } from "@/components/ui/relative-time";
import { getStats, type Stats } from "@/lib/core/access-requests/statistics";
import { requireAdmin } from "@/lib/core/kernel/actors";
import { alwaysOk } from "@/lib/core/kernel/result";
import { statsDays, statsSchema } from "@/lib/values/stats";
import { webContext } from "@/lib/web/context";
import { requireReviewer } from "@/lib/web/current-user";
import { Breakdown, FunnelSteps } from "./breakdown";
import { durationWords } from "./duration";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Redirects reviewers to the queue. */
export default async function OverviewPage({ searchParams }: Props) {
  const admin = requireAdmin(await requireReviewer());
  if (!admin.ok) redirect("/admin/requests");
  const { days: asked } = await searchParams;
  const parsed = statsSchema.safeParse({ days: asked });
  const { days } = parsed.success ? parsed.data : statsSchema.parse({});
  const stats = alwaysOk(await getStats(await webContext(), admin.value, { days }));
  const t = await getTranslations("overview");
  return (
    <div className="grid grid-cols-1 gap-6">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid gap-1">
          <h1>{t("title")}</h1>
          <p className="text-muted">{t("text")}</p>
        </div>
        <FilterLinks
          label={t("range")}
          links={statsDays.map((one) => ({
            href: `/admin?days=${one}`,
            label: t("days", { days: one }),
            isCurrent: Number(one) === days,
          }))}
        />
      </div>
      <Now stats={stats} />
      <Decided stats={stats} days={days} />
      <div className="grid gap-4 lg:grid-cols-2">
        <DayChart
          title={t("requests.title")}
          text={t("requests.text")}
          rows={stats.days.map(({ day, received, approved, rejected }) => ({ day, received, approved, rejected }))}
          series={[
            { key: "received", label: t("requests.received"), color: "var(--line-strong)", stack: "received" },
            { key: "approved", label: t("requests.approved"), color: "var(--accent)", stack: "decided" },
            {
              key: "rejected",
              label: t("requests.rejected"),
              color: "var(--danger)",
              isStriped: true,
              stack: "decided",
            },
          ]}
        />
        <DayChart
          title={t("signIns.title")}
          text={t("signIns.text")}
          rows={stats.days.map(({ day, signIns, failures }) => ({ day, signIns, failures }))}
          series={[
            { key: "signIns", label: t("signIns.succeeded"), color: "var(--accent)" },
            { key: "failures", label: t("signIns.failed"), color: "var(--danger)", isStriped: true },
          ]}
          aside={
            <Link
              href={`/admin/audit?action=login.failed&from=${encodeURIComponent(stats.from)}`}
              className="link w-fit text-sm"
            >
              {t("signIns.link")}
            </Link>
          }
        />
      </div>
      <FunnelSteps stats={stats} />
      <Breakdown stats={stats} />
    </div>
  );
}

async function Now({ stats: { now } }: { stats: Stats }) {
  const t = await getTranslations("overview.now");
  return (
    <section aria-label={t("title")}>
      <Figures across={4}>
        <Figure name={t("pending")} href="/admin/requests?tab=new">
          {now.pending}
        </Figure>
        <Figure
          name={t("oldest")}
          {...(now.oldest ? { href: `/admin/requests?tab=new&request=${now.oldest.id}` } : {})}
        >
          {now.oldest ? <RelativeTime date={now.oldest.submittedAt} /> : t("oldestNone")}
        </Figure>
        <Figure name={t("waiting")} href="/admin/requests?tab=waiting">
          {now.waiting}
        </Figure>
        <Figure name={t("snoozed")} href="/admin/requests?tab=snoozed">
          {now.snoozed}
        </Figure>
      </Figures>
    </section>
  );
}

async function Decided({ stats: { decisions }, days }: { stats: Stats; days: number }) {
  const t = await getTranslations("overview.decisions");
  const format = await getFormatter();
  const all = decisions.approved + decisions.rejected;
  const share = (count: number) =>
    all === 0
      ? undefined
      : t("share", { share: format.number(count / all, { style: "percent", maximumFractionDigits: 0 }) });
  const took = async (seconds: number | null) => (seconds === null ? t("none") : await durationWords(seconds));
  return (
    <section aria-labelledby="decisions" className="grid gap-3">
      <div className="grid gap-1">
        <h2 id="decisions">{t("title")}</h2>
        <p className="text-muted text-sm">{t("text", { days })}</p>
      </div>
      <Figures across={3}>
        <Figure name={t("median")}>{await took(decisions.medianSeconds)}</Figure>
        <Figure name={t("p90")}>{await took(decisions.p90Seconds)}</Figure>
        <Figure name={t("approved")} href="/admin/requests?tab=approved" aside={share(decisions.approved)}>
          {decisions.approved}
        </Figure>
        <Figure name={t("rejected")} href="/admin/requests?tab=rejected" aside={share(decisions.rejected)}>
          {decisions.rejected}
        </Figure>
        <Figure name={t("byRule")} href="/admin/requests?tab=all&decidedBy=rule">
          {decisions.byRule}
        </Figure>
        <Figure name={t("expired")} href="/admin/requests?tab=expired">
          {decisions.expiredUnused}
        </Figure>
      </Figures>
    </section>
  );
}
