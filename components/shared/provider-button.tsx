"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import type { SsoProvider } from "@/lib/values/sso";
import { leaveForProvider } from "./leave-for-provider";

interface Props {
  provider: SsoProvider;
  /** Path on this site, by default this page. */
  next?: string;
  /** Tells the server first, so that the provider re-authenticates. */
  declare?: (input: { provider: SsoProvider["id"] }) => Promise<Outcome<unknown>>;
}

export function ProviderButton({ provider, next, declare }: Props) {
  const t = useTranslations("sso");
  const call = useCall();
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <form
      method="post"
      action={`/api/auth/signin/${provider.id}`}
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        startTransition(async () => {
          setError(null);
          const declared = declare ? await call(() => declare({ provider: provider.id })) : null;
          const left =
            declared?.ok === false
              ? declared
              : await call(() =>
                  leaveForProvider(provider.id, {
                    next: next ?? `${window.location.pathname}${window.location.search}`,
                    isFresh: declare !== undefined && provider.id === "oidc",
                  }),
                );
          if (!left.ok) setError(left.error);
        });
      }}
    >
      <FormError error={error} />
      <Button type="submit" pending={isPending} pendingLabel={t("leaving", { provider: provider.name })}>
        {t("continueWith", { provider: provider.name })}
      </Button>
    </form>
  );
}
