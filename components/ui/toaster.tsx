"use client";

import { useEffect, useState } from "react";
import { lazily } from "./lazily";
import { onToast } from "./toast";

const Toasts = lazily(async () => (await import("./toasts")).Toasts);

/** Don't use for errors or as the only place of a result. */
export function Toaster() {
  const [isWanted, setWanted] = useState(false);
  useEffect(() => onToast(() => setWanted(true)), []);
  return isWanted ? <Toasts /> : null;
}
