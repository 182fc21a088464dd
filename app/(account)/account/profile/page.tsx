import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EditableRow } from "@/app/(account)/account/profile/editable-row";
import { EmailRow } from "@/app/(account)/account/profile/email-row";
import { saveNotices } from "@/app/(admin)/admin/settings/actions";
import { NoticesRow } from "@/components/shared/notices-row";
import { EnvironmentSwitch } from "@/components/shell/environment-switch";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsGroup, SettingsRow } from "@/components/ui/settings-row";
import { getPendingEmailChange } from "@/lib/core/accounts/email-change";
import { requireReviewer } from "@/lib/core/kernel/actors";
import { alwaysOk } from "@/lib/core/kernel/result";
import { getRequestNotices } from "@/lib/core/settings/settings";
import { profileOf } from "@/lib/core/users/profile";
import { planNames } from "@/lib/values/plans";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { choosePreferredEnvironment } from "../../actions";
import { saveProfile, startEmailChange, stopEmailChange } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("profile.title") };
}

export default async function ProfilePage() {
  const actor = await requireUser();
  const t = await getTranslations("account.profile");
  const shell = await getTranslations("shell");
  const profile = profileOf(actor);
  const ctx = await webContext();
  const reviewer = requireReviewer(actor);
  const [pending, notices] = await Promise.all([
    getPendingEmailChange(ctx, actor),
    reviewer.ok ? getRequestNotices(ctx, reviewer.value, {}) : null,
  ]);
  const { environments } = profile.tenant;
  return (
    <div className="mx-auto grid max-w-[720px] gap-8">
      <h1>{t("title")}</h1>
      <SettingsGroup title={t("you")}>
        <EditableRow
          name="name"
          title={t("name")}
          description={t("nameText")}
          value={profile.name}
          none={t("none")}
          save={saveProfile}
        />
        <EmailRow
          email={profile.email}
          pendingEmail={pending?.newEmail ?? null}
          isMfaEnabled={profile.mfaEnabled}
          start={startEmailChange}
          stop={stopEmailChange}
        />
        <EditableRow
          name="phone"
          title={t("phone")}
          description={t("phoneText", { appName: ctx.config.appName })}
          value={profile.phone ?? ""}
          none={t("none")}
          save={saveProfile}
        />
      </SettingsGroup>
      <SettingsGroup title={t("preferences")}>
        <SettingsRow
          title={t("environment")}
          description={t("environmentText")}
          action={<EnvironmentSwitch value={profile.preferredEnvironment} choose={choosePreferredEnvironment} />}
        />
        {notices ? <NoticesRow value={alwaysOk(notices).requestNotices} save={saveNotices} /> : null}
      </SettingsGroup>
      <SettingsGroup title={t("organization")}>
        <SettingsRow title={profile.tenant.name} description={t(`roles.${profile.role}`)} />
        <SettingsRow title={t("plan")} state={<Badge>{planNames[profile.tenant.plan]}</Badge>} />
        <SettingsRow
          title={t("environments")}
          state={(["sandbox", "production"] as const).map((environment) => (
            <Badge key={environment} tone={environments[environment] === "active" ? "success" : "neutral"}>
              {shell(environment)} · {t(environments[environment] === "active" ? "active" : "notActive")}
            </Badge>
          ))}
        />
        <SettingsRow title={t("memberSince")} state={<RelativeTime date={profile.createdAt} />} />
      </SettingsGroup>
    </div>
  );
}
