"use client";

import { useTranslations } from "next-intl";
import { useTheme } from "next-themes";
import { type CSSProperties, useEffect } from "react";
import { Toaster as Sonner, toast } from "sonner";
import { startToasts } from "./toast";

/** Sonner's names for our tokens. */
const tokens = {
  "--normal-bg": "var(--raised)",
  "--normal-text": "var(--text)",
  "--normal-border": "var(--line)",
  "--border-radius": "8px",
  fontFamily: "inherit",
} as CSSProperties;

/** Loaded by components/ui/toaster.tsx. */
export function Toasts() {
  const t = useTranslations("common");
  const { resolvedTheme } = useTheme();
  // Runs after the effects of Sonner's component, which listens by then.
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
