import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { StepUp } from "@/app/(account)/step-up";
import { ActivationRow } from "@/app/(admin)/admin/users/[id]/activation-row";
import { MfaResetRow } from "@/app/(admin)/admin/users/[id]/mfa-reset-row";
import { RoleRow } from "@/app/(admin)/admin/users/[id]/role-row";
import { UserActivity } from "@/app/(admin)/admin/users/[id]/user-activity";
import { UserApiKeys } from "@/app/(admin)/admin/users/[id]/user-api-keys";
import { UserFacts } from "@/app/(admin)/admin/users/[id]/user-facts";
import { UserSessions } from "@/app/(admin)/admin/users/[id]/user-sessions";
import { VerificationRow } from "@/app/(admin)/admin/users/[id]/verification-row";
import { Badge } from "@/components/ui/badge";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsGroup } from "@/components/ui/settings-row";
import { readUser } from "@/lib/core/accounts/get-user";
import { listUserApiKeys } from "@/lib/core/api-keys/api-keys";
import { listUserActivity } from "@/lib/core/audit/list-activity";
import { readSessions } from "@/lib/core/sessions/sessions";
import { listActivitySchema } from "@/lib/values/forms";
import { isId } from "@/lib/values/tokens";
import { webContext } from "@/lib/web/context";
import { requireAdmin } from "@/lib/web/current-user";
import { deviceOf } from "@/lib/web/device";
import { readListQuery, type SearchParams } from "@/lib/web/list-query";
import * as actions from "./actions";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UserPage({ params, searchParams }: Props) {
  const admin = await requireAdmin();
  const ctx = await webContext();
  const asked = await params;
  if (!isId(asked.id)) notFound();
  const { input } = readListQuery(listActivitySchema, { limit: "20", ...(await searchParams) });
  const [user, sessions, keys, activity] = await Promise.all([
    readUser(ctx, asked.id),
    readSessions(ctx, asked.id, admin.session.id),
    listUserApiKeys(ctx, admin, asked),
    listUserActivity(ctx, admin, { ...input, ...asked }),
  ]);
  if (!user || !keys.ok || !activity.ok) notFound();
  const { id, name, email, role } = user;
  const isDeactivated = user.deactivatedAt !== null;
  const t = await getTranslations("users");
  return (
    <StepUp actor={admin}>
      <div className="mx-auto grid max-w-[720px] grid-cols-1 gap-8">
        <div className="grid gap-2">
          <Link href="/admin/users" className="link text-sm">
            {t("back")}
          </Link>
          <h1 className="wrap-anywhere">{name}</h1>
          <p className="flex flex-wrap gap-2 empty:hidden">
            {role === "user" ? null : <Badge tone="accent">{t(`consoleRoles.${role}`)}</Badge>}
            {isDeactivated ? <Badge tone="danger">{t("states.deactivated")}</Badge> : null}
            {user.deletionDueAt ? <Badge tone="danger">{t("states.deletion_pending")}</Badge> : null}
          </p>
        </div>
        {user.deactivatedAt ? (
          <Notice
            tone="danger"
            title={
              <>
                {t("activation.since", { by: user.deactivation?.by ?? "" })} <RelativeTime date={user.deactivatedAt} />
              </>
            }
          >
            {user.deactivation ? <p className="wrap-anywhere">“{user.deactivation.reason}”</p> : null}
          </Notice>
        ) : null}
        <UserFacts user={user} />
        {id === admin.user.id ? (
          <Notice>
            {t("ownAccount")} <Link href="/account/security">{t("toOwnSecurity")}</Link>
          </Notice>
        ) : (
          <SettingsGroup title={t("account")}>
            <RoleRow user={{ id, name, role }} change={actions.changeRole} />
            {user.emailVerifiedAt ? null : (
              <VerificationRow user={{ id, email, isDeactivated }} resend={actions.resendVerification} />
            )}
            <ActivationRow
              user={{ id, name, isDeactivated }}
              leadsAlone={user.isSoleOwnerOfOthers ? user.tenant.name : null}
              deactivate={actions.deactivate}
              reactivate={actions.reactivate}
            />
          </SettingsGroup>
        )}
        <SettingsGroup title={t("security")}>
          <MfaResetRow
            user={{ id, name, email }}
            isEnabled={user.mfa.enabledAt !== null}
            recoveryCodesLeft={user.mfa.recoveryCodesLeft}
            pending={user.mfaReset}
            delayHours={Math.round(ctx.config.mfaResetDelaySeconds / 3600)}
            reset={actions.resetMfa}
            stop={actions.cancelMfaReset}
          />
        </SettingsGroup>
        <SettingsGroup title={t("sessions")}>
          <UserSessions
            user={{ id, name }}
            sessions={sessions.map(({ userAgent, expiresAt: _, accessExpiresAt: __, ...session }) => ({
              ...session,
              device: deviceOf(userAgent),
            }))}
            end={actions.endSession}
            endAll={actions.signOutEverywhere}
          />
        </SettingsGroup>
        <SettingsGroup title={t("apiKeys")}>
          <UserApiKeys owner={name} keys={keys.value.apiKeys} revoke={actions.revokeKey} />
        </SettingsGroup>
        <SettingsGroup title={t("activityTitle")}>
          <UserActivity
            userId={id}
            page={{
              nextCursor: activity.value.nextCursor,
              items: activity.value.items.map(({ userAgent, ...item }) => ({
                ...item,
                device: userAgent === "" ? null : deviceOf(userAgent),
              })),
            }}
            isFirst={input.cursor === undefined}
          />
        </SettingsGroup>
      </div>
    </StepUp>
  );
}
