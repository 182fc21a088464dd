"use client";

import { useSyncExternalStore } from "react";

const tickMilliseconds = 30_000;

const subscribe = (onTick: () => void) => {
  const timer = setInterval(onTick, tickMilliseconds);
  return () => clearInterval(timer);
};
const now = () => Math.floor(Date.now() / tickMilliseconds) * tickMilliseconds;

/** The reader's clock, to the half minute; null while the server renders, which does not know when it is read. */
export function usePresent(): number | null {
  return useSyncExternalStore<number | null>(subscribe, now, () => null);
}
