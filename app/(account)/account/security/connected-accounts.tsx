"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { leaveForProvider } from "@/components/shared/leave-for-provider";
import { useStepUp } from "@/components/shared/step-up";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SettingsGroup, SettingsRow } from "@/components/ui/settings-row";
import { toast } from "@/components/ui/toast";
import type { SsoProvider } from "@/lib/values/sso";

export interface ConnectedAccount {
  id: string;
  /** Provider's name. */
  name: string;
  email: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

export type TripOutcome = "connected" | "identity_taken" | "sso_refused" | "sso_not_fresh" | "sso_failed";

interface Props {
  accounts: ConnectedAccount[];
  connectable: readonly SsoProvider[];
  outcome: TripOutcome | null;
  connect: (input: { provider: SsoProvider["id"] }) => Promise<Outcome<unknown>>;
  disconnect: (input: { id: string }) => Promise<Outcome<unknown>>;
}

export function ConnectedAccounts({ accounts, connectable, outcome, connect, disconnect }: Props) {
  const t = useTranslations("sso.accounts");
  const router = useRouter();
  const call = useCall();
  const withProof = useStepUp();
  const [error, setError] = useState<Refusal | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [isPending, startTransition] = useTransition();
  const run = (id: string, act: () => Promise<Outcome<unknown>>) => {
    setBusy(id);
    startTransition(async () => {
      const result = await act();
      setError(result.ok ? null : result.error);
    });
  };
  const leave = (provider: SsoProvider) =>
    run(provider.id, async () => {
      const declared = await withProof(() => connect({ provider: provider.id }));
      if (!declared.ok) return declared;
      return call(() => leaveForProvider(provider.id, { next: "/account/security" }));
    });
  const remove = ({ id, name }: ConnectedAccount) =>
    run(id, async () => {
      const removed = await withProof(() => disconnect({ id }));
      if (removed.ok) toast(t("disconnected", { provider: name }));
      router.refresh();
      return removed;
    });
  return (
    <SettingsGroup title={t("title")} description={t("text")}>
      {error || outcome ? (
        <div className="px-5 py-4">
          {error ? (
            <FormError error={error} />
          ) : outcome ? (
            <Notice role="status" tone={outcome === "connected" ? "success" : "warning"}>
              {t(`outcome.${outcome}`)}
            </Notice>
          ) : null}
        </div>
      ) : null}
      {accounts.map((account) => (
        <SettingsRow
          key={account.id}
          title={account.name}
          description={
            <span className="wrap-anywhere">
              {account.email ? `${account.email} · ` : null}
              {t("since")} <RelativeTime date={account.createdAt} />
              {account.lastUsedAt ? (
                <>
                  {" · "}
                  {t("lastUsed")} <RelativeTime date={account.lastUsedAt} />
                </>
              ) : null}
            </span>
          }
          state={<Badge tone="success">{t("connected")}</Badge>}
          action={
            <Button
              size="sm"
              pending={isPending && busy === account.id}
              aria-label={t("disconnectLabel", { provider: account.name })}
              onClick={() => remove(account)}
            >
              {t("disconnect")}
            </Button>
          }
        />
      ))}
      {connectable.map((provider) => (
        <SettingsRow
          key={provider.id}
          title={provider.name}
          description={t("notConnected")}
          action={
            <Button
              size="sm"
              pending={isPending && busy === provider.id}
              aria-label={t("connectLabel", { provider: provider.name })}
              onClick={() => leave(provider)}
            >
              {t("connect")}
            </Button>
          }
        />
      ))}
    </SettingsGroup>
  );
}
