"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";
import { Statement } from "../statement";
import { sendLinkAgain } from "./actions";

export function LinkAgain({ token, children, journey }: { token: string; children: ReactNode; journey: ReactNode }) {
  const t = useTranslations("ownRequest");
  const call = useCall();
  const [isSent, setSent] = useState(false);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  if (isSent) {
    return (
      <Arrival>
        {journey}
        <Statement title={t("linkSentTitle")} text={t("linkSentText")} />
      </Arrival>
    );
  }
  return (
    <>
      {journey}
      {children}
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          startTransition(async () => {
            const result = await call(() => sendLinkAgain({ token }));
            setError(result.ok ? null : result.error);
            setSent(result.ok);
          });
        }}
      >
        <FormError error={error} />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("sending")}>
          {t("linkAgain")}
        </Button>
      </form>
    </>
  );
}
