"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import { type NoAnswer, useWebAuthn } from "./browser";
import { type PasskeyActions, usePasskey } from "./use-passkey";

interface LooksProps {
  passkey: Pick<ReturnType<typeof usePasskey>, "isPending" | "error" | "noAnswer" | "ask">;
  children: ReactNode;
}

/** Renders nothing without WebAuthn support. */
export function PasskeyButton({ children, ...actions }: PasskeyActions & { children: ReactNode }) {
  const passkey = usePasskey(actions);
  return <PasskeyButtonLooks passkey={passkey}>{children}</PasskeyButtonLooks>;
}

export function PasskeyButtonLooks({ passkey, children }: LooksProps) {
  const t = useTranslations("passkeys");
  if (!useWebAuthn()) return null;
  return (
    <div className="grid gap-3">
      <Button pending={passkey.isPending} pendingLabel={t("waiting")} onClick={passkey.ask}>
        <KeyRound aria-hidden className="size-4" strokeWidth={1.5} />
        {children}
      </Button>
      <FormError error={passkey.error} />
      <NoAnswerRemark reason={passkey.noAnswer} />
    </div>
  );
}

/** Always rendered, so that screen readers announce changes. */
export function NoAnswerRemark({ reason }: { reason: NoAnswer | null }) {
  const t = useTranslations("passkeys");
  return (
    <p role="status" className="text-muted text-sm empty:hidden">
      {reason === null || reason === "replaced" ? null : t(reason)}
    </p>
  );
}
