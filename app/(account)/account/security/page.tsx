import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectedAccounts } from "@/components/account/connected-accounts";
import { MfaRows } from "@/components/account/mfa-rows";
import { PasswordRow } from "@/components/account/password-row";
import { SessionList } from "@/components/account/session-list";
import { SetPasswordRow } from "@/components/account/set-password-row";
import { StepUpProvider } from "@/components/account/step-up";
import { SettingsGroup } from "@/components/ui/settings-row";
import { getMfaStatus } from "@/lib/core/mfa/get-mfa-status";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import { getSignInMethods } from "@/lib/core/sso/get-sign-in-methods";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { confirmItIsMe } from "../../actions";
import {
  choosePassword,
  endOtherSessions,
  endSession,
  finishMfa,
  newRecoveryCodes,
  startMfa,
  turnOffMfa,
} from "./actions";
import { disconnect, mailPasswordLink, prepareConnection, prepareProof } from "./sso-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("security.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const tripOutcomes = ["connected", "identity_taken", "sso_refused", "sso_failed"] as const;

export default async function SecurityPage({ searchParams }: Props) {
  const actor = await requireUser();
  const ctx = await webContext();
  const t = await getTranslations("account.security");
  const [mfa, sessions, methods, { sso }] = await Promise.all([
    getMfaStatus(ctx, actor),
    listSessions(ctx, actor),
    getSignInMethods(ctx, actor),
    searchParams,
  ]);
  const { email, name, passwordChangedAt } = actor.user;
  return (
    <StepUpProvider
      isMfaEnabled={mfa.enabled}
      hasPassword={methods.hasPassword}
      sso={{ providers: methods.connected, prepare: prepareProof }}
      confirm={confirmItIsMe}
    >
      <div className="mx-auto grid max-w-[720px] gap-8">
        <h1>{t("title")}</h1>
        <SettingsGroup title={t("signIn")}>
          <div id="password">
            {methods.hasPassword ? (
              <PasswordRow
                changedAt={passwordChangedAt}
                about={[email, name, actor.tenant.name]}
                change={choosePassword}
              />
            ) : (
              <SetPasswordRow email={email} mailLink={mailPasswordLink} />
            )}
          </div>
          <div id="mfa" className="border-t">
            <MfaRows
              isEnabled={mfa.enabled}
              recoveryCodesLeft={mfa.recoveryCodesLeft}
              sheetTitle={t("codesTitle", { appName: webConfig().appName, email })}
              actions={{ start: startMfa, enable: finishMfa, turnOff: turnOffMfa, regenerate: newRecoveryCodes }}
            />
          </div>
        </SettingsGroup>
        {methods.identities.length + methods.connectable.length > 0 ? (
          <div id="connected-accounts">
            <ConnectedAccounts
              accounts={methods.identities}
              connectable={methods.connectable}
              outcome={tripOutcomes.find((known) => known === sso) ?? null}
              connect={prepareConnection}
              disconnect={disconnect}
            />
          </div>
        ) : null}
        <div id="sessions">
          <SettingsGroup title={t("sessions")} description={t("sessionsText")}>
            <SessionList
              sessions={sessions.map(({ id, audience, createdAt, lastSeenAt, userAgent, ip, current }) => ({
                ...{ id, audience, createdAt, lastSeenAt, userAgent, ip, current },
              }))}
              end={endSession}
              endOthers={endOtherSessions}
            />
          </SettingsGroup>
        </div>
      </div>
    </StepUpProvider>
  );
}
