import { getFormatter, getTranslations } from "next-intl/server";
import { Shares, Steps } from "@/app/(admin)/admin/_overview/figures";
import type { Stats } from "@/lib/core/access-requests/statistics";
import { buyerModeLabels } from "@/lib/web/buyer-mode-labels";

export async function FunnelSteps({ stats: { from, funnel } }: { stats: Stats }) {
  const t = await getTranslations("overview.funnel");
  const format = await getFormatter();
  const all = funnel.approved;
  const audit = (action: string) => `/admin/audit?${new URLSearchParams({ action, from: from })}`;
  const step = (key: keyof Stats["funnel"], href?: string) => ({
    name: t(key),
    count: funnel[key],
    words: t("of", { count: funnel[key], all }),
    share: format.number(all > 0 ? funnel[key] / all : 0, { style: "percent", maximumFractionDigits: 0 }),
    ...(href ? { href } : {}),
  });
  return (
    <section aria-labelledby="funnel" className="grid gap-3 rounded border bg-surface p-5">
      <div className="grid gap-1">
        <h2 id="funnel">{t("title")}</h2>
        <p className="text-muted text-sm">{t("text")}</p>
      </div>
      {all === 0 ? (
        <p className="text-muted text-sm">{t("none")}</p>
      ) : (
        <Steps
          steps={[
            step("approved", "/admin/requests?tab=approved"),
            step("registered", "/admin/requests?tab=joined"),
            step("verified", "/admin/users"),
            step("mfa", audit("mfa.enabled")),
            step("firstKey", audit("api_key.created")),
          ]}
        />
      )}
    </section>
  );
}

export async function Breakdown({ stats }: { stats: Stats }) {
  const t = await getTranslations("overview.shares");
  const modes = new Map((await buyerModeLabels()).map(({ value, label }) => [value, label]));
  const columns = (name: string) => ({ name, approved: t("approved"), rejected: t("rejected") });
  const queue = (query: Record<string, string>) => `/admin/requests?${new URLSearchParams({ tab: "all", ...query })}`;
  const nameOf = ({ by, key }: Stats["deciders"][number]) => (by === "person" ? key : t(by));
  return (
    <div className="grid items-start gap-4 lg:grid-cols-3">
      <Shares
        title={t("buyerModes")}
        columns={columns(t("name.buyerModes"))}
        empty={t("none")}
        rows={stats.buyerModes.map((row) => ({
          ...row,
          name: modes.get(row.key) ?? row.key,
          href: queue({ buyerMode: row.key }),
        }))}
      />
      <Shares
        title={t("domains")}
        columns={columns(t("name.domains"))}
        empty={t("none")}
        rows={stats.domains.map((row) => ({ ...row, name: row.key, href: queue({ q: `@${row.key}` }) }))}
      />
      <Shares
        title={t("deciders")}
        columns={columns(t("name.deciders"))}
        empty={t("none")}
        rows={stats.deciders.map((row) => ({
          key: row.id ?? row.by,
          name: nameOf(row),
          approved: row.approved,
          rejected: row.rejected,
          ...(row.by === "gone" ? {} : { href: queue({ decidedBy: row.id ?? "rule" }) }),
        }))}
      />
    </div>
  );
}
