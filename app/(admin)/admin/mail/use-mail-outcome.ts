"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import type { MailItem } from "@/lib/core/mail/mails";

const lookEveryMilliseconds = 700;
const looksMax = 25;

export interface MailOutcome {
  tone: "success" | "warning" | "danger";
  text: string;
  /** Null if no mail was created. */
  mailId: string | null;
}

interface Actions {
  send: (input: Record<string, never>) => Promise<Outcome<{ mailId: string; to: string }>>;
  state: (input: { id: string }) => Promise<Outcome<MailItem>>;
  provider: "resend" | "smtp" | "mailbox";
}

export function useMailOutcome({ send, state, provider }: Actions) {
  const t = useTranslations("mails.test");
  const call = useCall();
  const [isPending, setPending] = useState(false);
  const [outcome, setOutcome] = useState<MailOutcome | null>(null);

  async function follow(): Promise<MailOutcome> {
    const sent = await call(() => send({}));
    if (!sent.ok) return { tone: "danger", text: sent.error.message, mailId: null };
    const { mailId, to } = sent.value;
    for (let look = 0; look < looksMax; look += 1) {
      const found = await call(() => state({ id: mailId }));
      if (!found.ok) return { tone: "danger", text: found.error.message, mailId };
      const mail = found.value;
      if (mail.state === "sent") return { tone: "success", text: t(`sent.${provider}`, { to }), mailId };
      if (mail.state === "failed")
        return { tone: "danger", text: t("failed", { reason: mail.lastError ?? "" }), mailId };
      if (mail.state === "cancelled") return { tone: "warning", text: t("cancelled"), mailId };
      if (mail.lastError) return { tone: "danger", text: t("refused", { reason: mail.lastError }), mailId };
      await new Promise((done) => setTimeout(done, lookEveryMilliseconds));
    }
    return { tone: "warning", text: t("waiting"), mailId };
  }

  const start = async () => {
    setPending(true);
    setOutcome(null);
    setOutcome(await follow());
    setPending(false);
  };
  return { isPending, outcome, start };
}
