"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { useMailOutcome } from "./use-mail-outcome";

type Props = Parameters<typeof useMailOutcome>[0] & Pick<ComponentProps<typeof Button>, "size"> & { label?: string };

export function TestMail({ label, size, ...actions }: Props) {
  const t = useTranslations("mails.test");
  const { isPending, outcome, start } = useMailOutcome(actions);
  return (
    <div className="grid justify-items-start gap-2">
      <Button size={size} pending={isPending} pendingLabel={t("sending")} onClick={() => void start()}>
        {label ?? t("send")}
      </Button>
      <div role="status" className="max-w-[360px] empty:hidden">
        {outcome ? (
          <Notice tone={outcome.tone}>
            <span className="wrap-anywhere">{outcome.text}</span>{" "}
            {outcome.mailId ? <Link href={`/admin/mail/${outcome.mailId}`}>{t("look")}</Link> : null}
          </Notice>
        ) : null}
      </div>
    </div>
  );
}
