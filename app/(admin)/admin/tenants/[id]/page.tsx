import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { PlanRow } from "@/app/(admin)/admin/tenants/[id]/plan-row";
import { ProductionRow } from "@/app/(admin)/admin/tenants/[id]/production-row";
import { DomainList } from "@/components/shared/domains";
import { Fact, Facts } from "@/components/shared/fact";
import { QuotaRows } from "@/components/shared/quota-rows";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsGroup, SettingsRow } from "@/components/ui/settings-row";
import { getTenant } from "@/lib/core/tenants/tenants";
import { isId } from "@/lib/values/tokens";
import { buyerModeLabels } from "@/lib/web/buyer-mode-labels";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { change, takeDomain } from "./actions";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tenants"))("title") };
}

export default async function TenantPage({ params }: Props) {
  const admin = await requireAdmin();
  const { id } = await params;
  const found = isId(id) ? await getTenant(await webContext(), admin, { id }) : null;
  if (!found?.ok) notFound();
  const { name, plan, use, environments, members, projects, ...tenant } = found.value;
  const [t, roles, modes] = await Promise.all([getTranslations("tenants"), getTranslations("team"), buyerModeLabels()]);
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[720px] grid-cols-1 gap-8">
        <div className="grid gap-2">
          <Link href="/admin/tenants" className="link text-sm">
            {t("back")}
          </Link>
          <h1 className="wrap-anywhere">{name}</h1>
        </div>
        <Facts>
          <Fact term={t("since")}>
            <RelativeTime date={tenant.createdAt} />
          </Fact>
          <Fact term={t("buyerMode")}>
            {modes.find(({ value }) => value === tenant.buyerMode)?.label ?? tenant.buyerMode}
          </Fact>
          <Fact term={t("id")}>
            <code className="font-mono text-sm">{id}</code>
          </Fact>
        </Facts>
        <SettingsGroup title={t("planTitle")} description={t("planText")}>
          <PlanRow tenant={{ id, name, plan }} use={use} change={change} />
          <div className="border-t">
            <QuotaRows use={use} />
          </div>
        </SettingsGroup>
        <SettingsGroup title={t("environments")}>
          <SettingsRow
            title={t("sandbox")}
            description={t("sandboxText")}
            state={
              <Badge tone={environments.sandbox === "active" ? "success" : "neutral"}>
                {t(environments.sandbox === "active" ? "on" : "off")}
              </Badge>
            }
          />
          <ProductionRow tenant={{ id, name, isActive: environments.production === "active" }} change={change} />
        </SettingsGroup>
        {tenant.domains.length === 0 ? null : (
          <SettingsGroup title={t("domains")} description={t("domainsText")}>
            <DomainList domains={tenant.domains} verify={takeDomain} />
          </SettingsGroup>
        )}
        <SettingsGroup title={t("people")}>
          <ul>
            {members.map((member) => (
              <li
                key={member.id}
                className="relative flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-t px-5 py-3 first:border-t-0 hover:bg-line/30"
              >
                <p className="wrap-anywhere min-w-0 flex-1 basis-60">
                  <Link href={`/admin/users/${member.id}`} className="font-medium after:absolute after:inset-0">
                    {member.name}
                  </Link>
                  <span className="block text-muted text-sm">{member.email}</span>
                </p>
                <span className="flex flex-wrap gap-1.5">
                  {member.deactivated ? <Badge tone="danger">{t("deactivated")}</Badge> : null}
                  <Badge>{roles(`roles.${member.role}`)}</Badge>
                </span>
              </li>
            ))}
          </ul>
          {tenant.hasMoreMembers ? (
            <p className="border-t px-5 py-3">
              <Link href={`/admin/users?tenant=${id}`} className="link">
                {t("allPeople")}
              </Link>
            </p>
          ) : null}
        </SettingsGroup>
        <SettingsGroup title={t("projects")} {...(tenant.hasMoreProjects ? { description: t("moreProjects") } : {})}>
          {projects.length === 0 ? <p className="px-5 py-4 text-muted">{t("noProjects")}</p> : null}
          <ul>
            {projects.map((project) => (
              <li
                key={project.id}
                className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-t px-5 py-3 first:border-t-0"
              >
                <p className="wrap-anywhere min-w-0 flex-1 basis-60">
                  <span className="font-medium">{project.name}</span>{" "}
                  <code className="font-mono text-muted text-sm">{project.slug}</code>
                </p>
                <span className="flex flex-wrap items-center gap-3 text-muted text-sm">
                  {t("keys", { count: project.apiKeys })}
                  {project.archived ? <Badge>{t("archived")}</Badge> : null}
                </span>
              </li>
            ))}
          </ul>
        </SettingsGroup>
      </div>
    </StepUp>
  );
}
