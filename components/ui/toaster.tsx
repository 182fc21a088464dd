"use client";

import { useEffect, useState } from "react";
import { lazily } from "./lazily";
import { onToast } from "./toast";

const Toasts = lazily(async () => (await import("./toasts")).Toasts);

/** Confirmations in passing. Never an error that needs reading, never the only place of a result. */
export function Toaster() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => onToast(() => setWanted(true)), []);
  return isWanted ? <Toasts /> : null;
}
