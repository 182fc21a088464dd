"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";

/** Closes only by its own button, because the secret is shown once. */
export function SecretShown({ secret, text, onDone }: { secret: string; text: string; onDone: () => void }) {
  const t = useTranslations("webhooks.secret");
  return (
    <Notice tone="success" title={t("title")} role="alert">
      <p>{text}</p>
      <p className="wrap-anywhere my-3 rounded border bg-surface p-3 font-mono">{secret}</p>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={secret} />
        <Button size="sm" onClick={onDone}>
          {t("done")}
        </Button>
      </div>
    </Notice>
  );
}
