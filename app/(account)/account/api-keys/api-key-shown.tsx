"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";

interface Props {
  made: { key: string; name: string };
  onDone: () => void;
}

/** Closes only by its own button, because the key is shown once. */
export function ApiKeyShown({ made, onDone }: Props) {
  const t = useTranslations("apiKeys");
  const [isKept, setKept] = useState(false);
  return (
    <Notice tone="accent" role="status" title={t("shownTitle", { name: made.name })}>
      <div className="grid gap-3">
        <p>{t("shownText")}</p>
        <p translate="no" className="wrap-anywhere rounded border bg-background p-3 font-mono">
          {made.key}
        </p>
        <div>
          <CopyButton value={made.key} />
        </div>
        <Checkbox label={t("kept")} checked={isKept} onChange={(event) => setKept(event.target.checked)} />
        <div>
          <Button size="sm" variant="primary" disabled={!isKept} onClick={onDone}>
            {t("done")}
          </Button>
        </div>
      </div>
    </Notice>
  );
}
