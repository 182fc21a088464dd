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

/*
 * Who has to sign in or out first comes back to /join. The token waits in this tab's storage meanwhile: in no address,
 * in no cookie and in no log, and gone with the tab or as soon as it is taken out again.
 */
const key = "foyer-invitation";

/** Leads to the sign-in with the invited address, and back here. */
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

/** Signs somebody else out, and comes back here as nobody. */
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

/** Goes on with the token that waits in this tab, if one does. */
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
