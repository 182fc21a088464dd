"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Button } from "./button";

const shownForMilliseconds = 2_000;

export function CopyButton({
  value,
  label,
  ...props
}: { value: string; label?: string } & ComponentProps<typeof Button>) {
  const t = useTranslations("common");
  const [outcome, setOutcome] = useState<"copied" | "copyFailed" | null>(null);
  const Icon = outcome === "copied" ? Check : Copy;
  return (
    <Button
      size="sm"
      {...props}
      onClick={async () => {
        setOutcome((await hasCopied(value)) ? "copied" : "copyFailed");
        setTimeout(() => setOutcome(null), shownForMilliseconds);
      }}
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.5} />
      <span aria-live="polite">
        <span key={outcome}>{outcome ? t(outcome) : (label ?? t("copy"))}</span>
      </span>
    </Button>
  );
}

/** Returns false without TLS or permission, where browsers offer no clipboard. */
async function hasCopied(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false;
  }
}
