"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Button } from "./button";

const shownForMilliseconds = 2_000;

/** Copies a value and says so, to eyes and ears. */
export function CopyButton({
  value,
  label,
  ...props
}: { value: string; label?: string } & ComponentProps<typeof Button>) {
  const t = useTranslations("common");
  const [isCopied, setCopied] = useState(false);
  const Icon = isCopied ? Check : Copy;
  return (
    <Button
      size="sm"
      {...props}
      onClick={async () => {
        await navigator.clipboard.writeText(value);
        setCopied(true);
        setTimeout(() => setCopied(false), shownForMilliseconds);
      }}
    >
      <Icon aria-hidden className="size-4" strokeWidth={1.5} />
      <span aria-live="polite">{isCopied ? t("copied") : (label ?? t("copy"))}</span>
    </Button>
  );
}
