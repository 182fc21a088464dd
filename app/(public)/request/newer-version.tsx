"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState, useTransition } from "react";
import { Arrival } from "@/components/arrival";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { Statement } from "../statement";
import { placeNewer } from "./actions";

interface Newer {
  id: string;
  name: string;
  organization: string;
  useCase: string;
}

/** What was sent from the same address later, with a button that puts it in place. Below it: where the request stands. */
export function NewerVersion({ token, newer, children }: { token: string; newer: Newer; children: ReactNode }) {
  const t = useTranslations("ownRequest");
  const call = useCall();
  const [isPlaced, setPlaced] = useState(false);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  if (isPlaced) {
    return (
      <Arrival>
        <Statement title={t("newerDoneTitle")} text={t("newerDoneText")} />
      </Arrival>
    );
  }
  return (
    <>
      {children}
      <form
        method="post"
        className="grid gap-4 border-t pt-6"
        onSubmit={(event) => {
          event.preventDefault();
          startTransition(async () => {
            const result = await call(() => placeNewer({ token, resubmissionId: newer.id }));
            setError(result.ok ? null : result.error);
            setPlaced(result.ok);
          });
        }}
      >
        <h2 className="font-medium">{t("newerTitle")}</h2>
        <p className="text-muted text-sm">{t("newerText")}</p>
        <blockquote className="wrap-anywhere whitespace-pre-line border-accent border-l-2 pl-4">
          {[`${newer.name}, ${newer.organization}`, newer.useCase].join("\n")}
        </blockquote>
        <FormError error={error} />
        <Button type="submit" variant="secondary" pending={isPending} pendingLabel={t("sending")}>
          {t("useNewer")}
        </Button>
      </form>
    </>
  );
}
