"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { type CSSProperties, useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { startToasts } from "./toast";

/** Sonner's own names for the tokens. */
const tokens = {
  "--normal-bg": "var(--raised)",
  "--normal-text": "var(--text)",
  "--normal-border": "var(--line)",
  "--border-radius": "8px",
  fontFamily: "inherit",
} as CSSProperties;

/** What components/ui/toaster.tsx shows. */
export function Toasts() {
  const t = useTranslations("common");
  const { resolvedTheme } = useTheme();
  // After the effects of the place itself, which listens by then.
  useEffect(() => startToasts(toast), []);
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-left"
      containerAriaLabel={t("toasts")}
      style={tokens}
    />
  );
}
