"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import type { MfaMaterial } from "@/components/shared/mfa-setup";
import { useStepUp } from "@/components/shared/step-up";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { lazily } from "@/components/ui/lazily";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsRow } from "@/components/ui/settings-row";

const MfaSetup = lazily(async () => (await import("@/components/shared/mfa-setup")).MfaSetup);
const MfaTurnOff = lazily(async () => (await import("./mfa-turn-off")).MfaTurnOff);
const RecoveryCodes = lazily(async () => (await import("@/components/shared/recovery-codes")).RecoveryCodes);

interface Props {
  isEnabled: boolean;
  /** Can't be turned off. */
  isRequired: boolean;
  recoveryCodesLeft: number;
  sheetTitle: string;
  /** Pending reset by an admin. */
  reset: { requestedBy: string; reason: string; dueAt: Date } | null;
  actions: {
    start: (input: Record<string, never>) => Promise<Outcome<MfaMaterial>>;
    enable: (input: { code: string }) => Promise<Outcome<unknown>>;
    turnOff: (input: { currentPassword: string; code: string }) => Promise<Outcome<unknown>>;
    regenerate: (input: Record<string, never>) => Promise<Outcome<{ recoveryCodes: string[] }>>;
    keep: (input: Record<string, never>) => Promise<Outcome<unknown>>;
  };
}

type Unfolded =
  | { what: "setup"; material: MfaMaterial }
  | { what: "turnOff" }
  | { what: "codes"; codes: string[] }
  | null;

const codesLow = 3;

export function MfaRows({ isEnabled, isRequired, recoveryCodesLeft, sheetTitle, reset, actions }: Props) {
  const t = useTranslations("account.security");
  const router = useRouter();
  const withProof = useStepUp();
  const [unfolded, setUnfolded] = useState<Unfolded>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const done = () => {
    setUnfolded(null);
    router.refresh();
  };
  const start = () =>
    startTransition(async () => {
      const result = await withProof(() => actions.start({}));
      setError(result.ok ? null : result.error);
      if (result.ok) setUnfolded({ what: "setup", material: result.value });
    });
  const regenerate = () =>
    startTransition(async () => {
      const result = await withProof(() => actions.regenerate({}));
      setError(result.ok ? null : result.error);
      if (result.ok) setUnfolded({ what: "codes", codes: result.value.recoveryCodes });
    });
  const keep = () =>
    startTransition(async () => {
      const result = await withProof(() => actions.keep({}));
      setError(result.ok ? null : result.error);
      if (result.ok) done();
    });
  const isOn = isEnabled && unfolded?.what !== "setup";

  return (
    <>
      <SettingsRow
        title={t("mfa")}
        description={t(unfolded?.what === "turnOff" ? "turnOffText" : isRequired ? "mfaRequiredText" : "mfaText")}
        state={<Badge tone={isOn ? "success" : "warning"}>{t(isOn ? "on" : "off")}</Badge>}
        action={
          unfolded?.what === "setup" || unfolded?.what === "turnOff" || (isEnabled && isRequired) ? null : isEnabled ? (
            <Button size="sm" onClick={() => setUnfolded({ what: "turnOff" })}>
              {t("turnOff")}
            </Button>
          ) : (
            <Button size="sm" variant="primary" pending={isPending} pendingLabel={t("preparing")} onClick={start}>
              {t("turnOn")}
            </Button>
          )
        }
      >
        {unfolded?.what === "setup" ? (
          <MfaSetup
            material={unfolded.material}
            heading="h4"
            sheetTitle={sheetTitle}
            enable={actions.enable}
            onDone={done}
          />
        ) : unfolded?.what === "turnOff" ? (
          <MfaTurnOff turnOff={actions.turnOff} onDone={done} onCancel={() => setUnfolded(null)} />
        ) : (
          <>
            {error ? <FormError error={error} /> : null}
            {reset ? (
              <Notice tone="warning" title={t("resetTitle")}>
                <p className="wrap-anywhere mb-3">
                  {t("resetText", { admin: reset.requestedBy, reason: reset.reason })}{" "}
                  <RelativeTime date={reset.dueAt} />
                </p>
                <Button size="sm" pending={isPending} onClick={keep}>
                  {t("resetKeep")}
                </Button>
              </Notice>
            ) : null}
          </>
        )}
      </SettingsRow>
      {isOn ? (
        <SettingsRow
          title={t("codes")}
          description={t("codesText")}
          state={
            <Badge tone={recoveryCodesLeft <= codesLow ? "warning" : "neutral"}>
              {t("codesLeft", { count: recoveryCodesLeft })}
            </Badge>
          }
          action={
            unfolded?.what === "codes" ? null : (
              <Button size="sm" pending={isPending} onClick={regenerate}>
                {t("regenerate")}
              </Button>
            )
          }
        >
          {unfolded?.what === "codes" ? (
            <RecoveryCodes codes={unfolded.codes} title={sheetTitle} onKept={done} />
          ) : null}
        </SettingsRow>
      ) : null}
    </>
  );
}
