"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const everyMilliseconds = 2_000;
const timesMax = 30;

/** Refreshes only while the tab is visible. */
export function RefreshWhile({ isUnderWay }: { isUnderWay: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isUnderWay) return;
    let times = 0;
    const timer = setInterval(() => {
      if (document.visibilityState !== "visible") return;
      times += 1;
      if (times >= timesMax) clearInterval(timer);
      router.refresh();
    }, everyMilliseconds);
    return () => clearInterval(timer);
  }, [isUnderWay, router]);
  return null;
}
