"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { announceSignOut } from "@/components/shell/session-keeper";
import { Button } from "@/components/ui/button";
import { signOut } from "../../(account)/actions";
import { Statement } from "../statement";
import { useHiddenToken } from "../token-form";

/* Keeps the token in session storage during sign-in or sign-out, out of URLs, cookies and logs. */
const key = "foyer-invitation";

export function SignInToJoin({ token, email }: { token: string; email: string }) {
  const t = useTranslations("team.join");
  useHiddenToken();
  return (
    <Button
      variant="primary"
      onClick={() => {
        window.sessionStorage.setItem(key, token);
        window.location.assign(`/login?email=${encodeURIComponent(email)}&next=/join`);
      }}
    >
      {t("signIn")}
    </Button>
  );
}

export function SignOutToJoin({ token }: { token: string }) {
  const t = useTranslations("team.join");
  const call = useCall();
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  useHiddenToken();
  return (
    <div className="grid gap-4">
      <FormError error={error} />
      <Button
        variant="primary"
        pending={isPending}
        pendingLabel={t("signingOut")}
        onClick={() =>
          startTransition(async () => {
            const result = await call(() => signOut({}));
            if (!result.ok) {
              setError(result.error);
              return;
            }
            announceSignOut();
            window.sessionStorage.setItem(key, token);
            window.location.replace("/join");
          })
        }
      >
        {t("signOut")}
      </Button>
    </div>
  );
}

/** Continues with the stored token, if any. */
export function CarriedToken({ none }: { none: ReactNode }) {
  const t = useTranslations("team.join");
  const [isNone, setNone] = useState(false);
  useEffect(() => {
    const token = window.sessionStorage.getItem(key);
    window.sessionStorage.removeItem(key);
    if (token === null) setNone(true);
    else window.location.replace(`/join?token=${encodeURIComponent(token)}`);
  }, []);
  return isNone ? none : <Statement title={t("pageTitle")} text={t("looking")} />;
}
