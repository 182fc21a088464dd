"use client";

import { useTranslations } from "next-intl";
import { useWebAuthn } from "@/components/shared/browser";
import { Button } from "@/components/ui/button";
import { lazily } from "@/components/ui/lazily";
import type { AddPasskey } from "./passkey-add-form";

const PasskeyAddForm = lazily(async () => (await import("./passkey-add-form")).PasskeyAddForm);

export function PasskeyAdd({ actions, editing, suggestedName }: AddPasskey) {
  const t = useTranslations("passkeys");
  const isSupported = useWebAuthn();
  return (
    <div className="border-t px-5 py-4">
      {isSupported === false ? (
        <p className="text-muted text-sm">{t("unsupported")}</p>
      ) : editing.isEditing ? (
        <PasskeyAddForm actions={actions} editing={editing} suggestedName={suggestedName} />
      ) : (
        <Button ref={editing.opener} size="sm" onClick={editing.open}>
          {t("add")}
        </Button>
      )}
    </div>
  );
}
