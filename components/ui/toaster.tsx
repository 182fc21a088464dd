"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import type { CSSProperties } from "react";
import { Toaster as Sonner } from "sonner";

/** Sonner's own names for the tokens. */
const tokens = {
  "--normal-bg": "var(--raised)",
  "--normal-text": "var(--text)",
  "--normal-border": "var(--line)",
  "--border-radius": "8px",
  fontFamily: "inherit",
} as CSSProperties;

/** Confirmations in passing. Never an error that needs reading, never the only place of a result. */
export function Toaster() {
  const t = useTranslations("common");
  const { resolvedTheme } = useTheme();
  return (
    <Sonner
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      position="bottom-left"
      containerAriaLabel={t("toasts")}
      style={tokens}
    />
  );
}
