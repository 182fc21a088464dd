"use client";

import { useTheme } from "next-themes";
import { Toaster as Sonner } from "sonner";

/** Confirmations in passing. Never an error that needs reading, never the only place of a result. */
export function Toaster() {
  const { resolvedTheme } = useTheme();
  return <Sonner theme={resolvedTheme === "dark" ? "dark" : "light"} position="bottom-left" />;
}
