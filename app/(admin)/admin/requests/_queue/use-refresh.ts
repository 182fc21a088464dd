"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";

const everyMilliseconds = 20_000;

/** Refreshes periodically and when the reader returns. */
export function useRefresh(isBusy: boolean): void {
  const router = useRouter();
  const refresh = useEffectEvent(() => {
    if (document.visibilityState === "visible" && !isBusy) router.refresh();
  });
  useEffect(() => {
    const timer = setInterval(() => refresh(), everyMilliseconds);
    const onVisible = () => refresh();
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", onVisible);
    };
  }, []);
}
