"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useStepUp } from "@/components/shared/step-up";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SettingsGroup } from "@/components/ui/settings-row";
import { toast } from "@/components/ui/toast";
import { PasskeyAdd } from "./passkey-add";
import type { AddActions } from "./passkey-add-form";
import { type PasskeyItem, PasskeyLine } from "./passkey-line";

interface Props {
  passkeys: PasskeyItem[];
  suggestedName: string;
  actions: AddActions & {
    rename: (input: { id: string; name: string }) => Promise<Outcome<unknown>>;
    remove: (input: { id: string }) => Promise<Outcome<unknown>>;
  };
}

export function PasskeyGroup({ passkeys, suggestedName, actions }: Props) {
  const t = useTranslations("passkeys");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const adding = useEditing();
  const [asked, setAsked] = useState<PasskeyItem | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const before = useRef(passkeys.length);
  useEffect(() => {
    // Restores the focus lost with the removed passkey's button.
    if (passkeys.length < before.current && document.activeElement === document.body) adding.opener.current?.focus();
    before.current = passkeys.length;
  }, [passkeys.length, adding.opener]);
  const remove = ({ id }: PasskeyItem) => {
    setAsked(null);
    startTransition(async () => {
      const result = await withProof(() => actions.remove({ id }));
      setError(result.ok ? null : result.error);
      if (result.ok) toast(t("removed"));
      router.refresh();
    });
  };

  return (
    <SettingsGroup title={t("title")} description={t("text")}>
      <div className="px-5 pt-4 empty:hidden">{error ? <FormError error={error} /> : null}</div>
      {passkeys.length === 0 ? (
        <p className="px-5 py-4 text-muted">{t("none")}</p>
      ) : (
        <ul>
          {passkeys.map((passkey) => (
            <PasskeyLine
              key={passkey.id}
              passkey={passkey}
              rename={actions.rename}
              isRemoving={isPending}
              onRemove={() => setAsked(passkey)}
            />
          ))}
        </ul>
      )}
      <PasskeyAdd actions={actions} editing={adding} suggestedName={suggestedName} />
      <Dialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={<span className="wrap-anywhere">{t("removeTitle", { name: asked?.name ?? "" })}</span>}
        description={t("removeText")}
      >
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" onClick={() => asked && remove(asked)}>
            {t("removeAction")}
          </Button>
          <Button variant="ghost" onClick={() => setAsked(null)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </SettingsGroup>
  );
}
