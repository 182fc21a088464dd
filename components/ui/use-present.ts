"use client";

import { useSyncExternalStore } from "react";

const tickMilliseconds = 30_000;

const subscribe = (onTick: () => void) => {
  const timer = setInterval(onTick, tickMilliseconds);
  return () => clearInterval(timer);
};
const now = () => Math.floor(Date.now() / tickMilliseconds) * tickMilliseconds;

/** Returns the time to 30 seconds, or null on the server. */
export function usePresent(): number | null {
  return useSyncExternalStore<number | null>(subscribe, now, () => null);
}
