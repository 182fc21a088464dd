import { Download } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { DeleteAccount } from "@/app/(account)/account/data/delete-account";
import { DownloadLink } from "@/components/shared/download-link";
import { Button } from "@/components/ui/button";
import { SettingsGroup, SettingsRow } from "@/components/ui/settings-row";
import { getDeletion } from "@/lib/core/accounts/deletion";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { StepUp } from "../../step-up";
import { deleteAccount, keepAccount, prepareExport } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("data"))("title") };
}

export default async function DataPage() {
  const actor = await requireUser();
  const t = await getTranslations("data");
  const { tenant, hasPassword, dueAt } = await getDeletion(await webContext(), actor);
  return (
    <StepUp actor={actor}>
      <div className="mx-auto grid max-w-[720px] gap-8">
        <h1>{t("title")}</h1>
        <SettingsGroup title={t("group")}>
          <SettingsRow
            title={t("export")}
            description={t("exportText")}
            action={
              <DownloadLink href="/dashboard/auth/export" prepare={prepareExport}>
                <Download aria-hidden className="size-4" strokeWidth={1.5} />
                {t("download")}
              </DownloadLink>
            }
          />
          {tenant === "ownerless" ? (
            <SettingsRow
              title={t("delete")}
              description={t("ownerless", { organization: actor.tenant.name })}
              action={
                <Button asChild size="sm">
                  <Link href="/account/team">{t("toTeam")}</Link>
                </Button>
              }
            />
          ) : (
            <DeleteAccount
              dueAt={dueAt}
              tenantText={t(tenant, { organization: actor.tenant.name })}
              hasPassword={hasPassword}
              remove={deleteAccount}
              keep={keepAccount}
            />
          )}
        </SettingsGroup>
      </div>
    </StepUp>
  );
}
