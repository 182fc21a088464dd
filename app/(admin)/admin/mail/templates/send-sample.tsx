"use client";

import { useTranslations } from "next-intl";
import type { Outcome } from "@/components/forms/outcome";
import type { MailItem } from "@/lib/core/mail/mails";
import type { Locale } from "@/lib/values/locale";
import { TestMail } from "../test-mail";

interface Sample {
  template: string;
  locale: Locale;
}

interface Props {
  sample: Sample;
  send: (input: Sample) => Promise<Outcome<{ mailId: string; to: string }>>;
  state: (input: { id: string }) => Promise<Outcome<MailItem>>;
  provider: "resend" | "smtp" | "mailbox";
}

export function SendSample({ sample, send, ...rest }: Props) {
  const t = useTranslations("mails.templates");
  return <TestMail {...rest} label={t("send")} send={() => send(sample)} />;
}
