"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { Delivery } from "@/lib/core/webhooks/deliveries";

const lookEveryMilliseconds = 500;
const looksMax = 30;

interface Props {
  id: string;
  send: (input: { id: string }) => Promise<Outcome<{ deliveryId: string }>>;
  state: (input: { id: string }) => Promise<Outcome<Delivery>>;
}

interface Result {
  tone: "success" | "warning" | "danger";
  text: string;
}

export function TestWebhook({ id, send, state }: Props) {
  const t = useTranslations("webhooks.test");
  const call = useCall();
  const router = useRouter();
  const [isPending, setPending] = useState(false);
  const [result, setResult] = useState<Result | null>(null);

  async function follow(): Promise<Result> {
    const sent = await call(() => send({ id }));
    if (!sent.ok) return { tone: "danger", text: sent.error.message };
    for (let look = 0; look < looksMax; look += 1) {
      const found = await call(() => state({ id: sent.value.deliveryId }));
      if (!found.ok) return { tone: "danger", text: found.error.message };
      const { state: now, lastStatus, lastTook, lastError } = found.value;
      if (now === "delivered") {
        return { tone: "success", text: t("taken", { status: lastStatus ?? 0, took: lastTook ?? 0 }) };
      }
      if (now === "failed") return { tone: "danger", text: t("refused", { reason: lastError ?? "" }) };
      await new Promise((done) => setTimeout(done, lookEveryMilliseconds));
    }
    return { tone: "warning", text: t("waiting") };
  }

  const onSend = async () => {
    setPending(true);
    setResult(null);
    setResult(await follow());
    setPending(false);
    router.refresh();
  };
  return (
    <div className="grid justify-items-start gap-2">
      <Button pending={isPending} pendingLabel={t("sending")} onClick={() => void onSend()}>
        {t("send")}
      </Button>
      <div role="status" className="empty:hidden">
        {result ? (
          <Notice tone={result.tone}>
            <span className="wrap-anywhere">{result.text}</span>
          </Notice>
        ) : null}
      </div>
    </div>
  );
}
