import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConnectedAccounts } from "@/app/(account)/account/security/connected-accounts";
import { MfaRows } from "@/app/(account)/account/security/mfa-rows";
import { PasskeyGroup } from "@/app/(account)/account/security/passkey-group";
import { PasswordRow } from "@/app/(account)/account/security/password-row";
import { SetPasswordRow } from "@/app/(account)/account/security/set-password-row";
import { deviceName } from "@/components/shared/device";
import { SessionList } from "@/components/shared/session-list";
import { SettingsGroup } from "@/components/ui/settings-row";
import { readSessions } from "@/lib/core/sessions/sessions";
import { readMfaStatus } from "@/lib/core/sign-in/mfa/mfa";
import { mfaRequiredSince } from "@/lib/core/sign-in/mfa/requirement";
import { findPendingReset } from "@/lib/core/sign-in/mfa/reset";
import { readPasskeys } from "@/lib/core/sign-in/passkeys/passkeys";
import { getSignInMethods } from "@/lib/core/sign-in/sso/identities";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { deviceOf } from "@/lib/web/device";
import { StepUp } from "../../step-up";
import {
  choosePassword,
  endAllSessions,
  endOtherSessions,
  endSession,
  finishMfa,
  keepMfa,
  newRecoveryCodes,
  startMfa,
  turnOffMfa,
} from "./actions";
import { finishPasskey, removeOnePasskey, renameOnePasskey, startPasskey } from "./passkey-actions";
import { disconnect, mailPasswordLink, prepareConnection } from "./sso-actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("security.title") };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const tripOutcomes = ["connected", "identity_taken", "sso_refused", "sso_not_fresh", "sso_failed"] as const;

export default async function SecurityPage({ searchParams }: Props) {
  const actor = await requireUser();
  const ctx = await webContext();
  const t = await getTranslations("account.security");
  const [mfa, passkeys, sessions, reset, methods, requiredSince, { sso }] = await Promise.all([
    readMfaStatus(ctx, actor),
    readPasskeys(ctx, actor),
    readSessions(ctx, actor.user.id, actor.session.id),
    findPendingReset(ctx.db, actor.user.id),
    getSignInMethods(ctx, actor),
    mfaRequiredSince(ctx.db, actor.user.id),
    searchParams,
  ]);
  const { email, name, passwordChangedAt } = actor.user;
  return (
    <StepUp actor={actor}>
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
              isRequired={requiredSince !== null}
              recoveryCodesLeft={mfa.recoveryCodesLeft}
              reset={reset && { requestedBy: reset.requestedBy, reason: reset.reason, dueAt: reset.dueAt }}
              sheetTitle={t("codesTitle", { appName: webConfig().appName, email })}
              actions={{
                start: startMfa,
                enable: finishMfa,
                turnOff: turnOffMfa,
                regenerate: newRecoveryCodes,
                keep: keepMfa,
              }}
            />
          </div>
        </SettingsGroup>
        <div id="passkeys">
          <PasskeyGroup
            passkeys={passkeys}
            suggestedName={deviceName(deviceOf(ctx.request.userAgent), t)}
            actions={{ start: startPasskey, finish: finishPasskey, rename: renameOnePasskey, remove: removeOnePasskey }}
          />
        </div>
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
              sessions={sessions.map(
                ({ id, audience, startedWith, createdAt, lastSeenAt, userAgent, ip, current }) => ({
                  id,
                  audience,
                  startedWith,
                  createdAt,
                  lastSeenAt,
                  ip,
                  current,
                  device: deviceOf(userAgent),
                }),
              )}
              end={endSession}
              endOthers={endOtherSessions}
              endAll={endAllSessions}
            />
          </SettingsGroup>
        </div>
      </div>
    </StepUp>
  );
}
