import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MfaRows } from "@/components/account/mfa-rows";
import { PasskeyGroup } from "@/components/account/passkey-group";
import { PasswordRow } from "@/components/account/password-row";
import { SessionList } from "@/components/account/session-list";
import { StepUpProvider } from "@/components/account/step-up";
import { SettingsGroup } from "@/components/ui/settings-row";
import { getMfaStatus } from "@/lib/core/mfa/get-mfa-status";
import { findPendingReset } from "@/lib/core/mfa/reset/schedule-mfa-reset";
import { listPasskeys } from "@/lib/core/passkeys/list-passkeys";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { deviceOf } from "@/lib/web/device";
import { askForProof, confirmItIsMe, confirmWithPasskey } from "../../actions";
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

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("account"))("security.title") };
}

export default async function SecurityPage() {
  const actor = await requireUser();
  const ctx = await webContext();
  const t = await getTranslations("account.security");
  const [mfa, passkeys, sessions, reset] = await Promise.all([
    getMfaStatus(ctx, actor),
    listPasskeys(ctx, actor),
    listSessions(ctx, actor),
    findPendingReset(ctx.db, actor.user.id),
  ]);
  const { email, name, passwordChangedAt } = actor.user;
  return (
    <StepUpProvider
      isMfaEnabled={mfa.enabled}
      confirm={confirmItIsMe}
      passkey={passkeys.length > 0 ? { start: askForProof, finish: confirmWithPasskey } : null}
    >
      <div className="mx-auto grid max-w-[720px] gap-8">
        <h1>{t("title")}</h1>
        <SettingsGroup title={t("signIn")}>
          <div id="password">
            <PasswordRow
              changedAt={passwordChangedAt}
              about={[email, name, actor.tenant.name]}
              change={choosePassword}
            />
          </div>
          <div id="mfa" className="border-t">
            <MfaRows
              isEnabled={mfa.enabled}
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
            actions={{ start: startPasskey, finish: finishPasskey, rename: renameOnePasskey, remove: removeOnePasskey }}
          />
        </div>
        <div id="sessions">
          <SettingsGroup title={t("sessions")} description={t("sessionsText")}>
            <SessionList
              sessions={sessions.map(
                ({ id, audience, startedWith, createdAt, lastSeenAt, userAgent, ip, current }) => ({
                  ...{ id, audience, startedWith, createdAt, lastSeenAt, ip, current },
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
    </StepUpProvider>
  );
}
