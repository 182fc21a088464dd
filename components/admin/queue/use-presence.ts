"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { useCall } from "@/components/forms/use-call";
import type { PresentReviewer } from "@/lib/values/queue-view";
import { useQueueFrame } from "./queue-frame";

const beatMilliseconds = 15_000;

/** Tells the others that this request is being looked at, and who of them looks at it, too. */
export function usePresence(id: string, known: PresentReviewer[]): PresentReviewer[] {
  const { actions } = useQueueFrame();
  const call = useCall();
  const [others, setOthers] = useState(known);
  const beat = useEffectEvent(async () => {
    if (document.visibilityState !== "visible") return;
    const result = await call(() => actions.beat({ id }));
    if (result.ok) setOthers(result.value.others);
  });
  const leave = useEffectEvent(() => void call(() => actions.beat({ id, leaving: true })));
  useEffect(() => {
    // Whoever only passes by with j and k has not looked.
    const first = setTimeout(() => void beat(), 1_500);
    const timer = setInterval(() => void beat(), beatMilliseconds);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
      leave();
    };
  }, []);
  return others;
}
