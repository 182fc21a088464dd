import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { SettingsCards } from "@/app/(admin)/admin/settings/settings-cards";
import { SettingsNav } from "@/app/(admin)/admin/settings/settings-nav";
import { NoticesRow } from "@/components/shared/notices-row";
import { StrandedNotice } from "@/components/shared/stranded-notice";
import { SettingsGroup, SettingsRow } from "@/components/ui/settings-row";
import { countStranded } from "@/lib/core/access-requests/bulk";
import { alwaysOk } from "@/lib/core/kernel/result";
import { getRequestNotices, readSettings } from "@/lib/core/settings/settings";
import { buyerModeLabels } from "@/lib/web/buyer-mode-labels";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { approveWaiting, saveNotices, saveSettings } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("settings"))("title") };
}

/** Shows configuration as read-only. */
export default async function SettingsPage() {
  const admin = await requireAdmin();
  const ctx = await webContext();
  const t = await getTranslations("settings");
  const [values, notices, stranded, buyerModes] = await Promise.all([
    readSettings(ctx, admin, {}),
    getRequestNotices(ctx, admin, {}),
    countStranded(ctx, admin),
    buyerModeLabels(),
  ]);
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[720px] gap-6">
        <h1>{t("title")}</h1>
        <SettingsNav current="settings" />
        {stranded ? <StrandedNotice count={stranded} approve={approveWaiting} /> : null}
        <SettingsGroup title={t("you")}>
          <NoticesRow value={alwaysOk(notices).requestNotices} save={saveNotices} />
        </SettingsGroup>
        <SettingsCards values={alwaysOk(values)} buyerModes={buyerModes} save={saveSettings} />
        <SettingsGroup title={t("configured")} description={t("configuredText")}>
          <SettingsRow
            title={t("signup")}
            description="SIGNUP"
            state={t(ctx.config.signup === "open" ? "signupOpen" : "signupApproval")}
          />
          <SettingsRow
            title={t("confirm")}
            description="CONFIRM_REQUESTS"
            state={t(ctx.config.confirmRequests ? "on" : "off")}
          />
        </SettingsGroup>
      </div>
    </StepUp>
  );
}
