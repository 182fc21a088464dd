"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { useCall } from "@/components/forms/use-call";
import type { AccessRequestDetail, PresentReviewer } from "@/lib/values/queue-view";
import { useQueueFrame } from "./queue-frame";

const beatMilliseconds = 15_000;

/** Tells the others that this request is being looked at, and who of them looks at it, too. What they change shows. */
export function usePresence({ id, version, presence }: AccessRequestDetail): PresentReviewer[] {
  const { actions } = useQueueFrame();
  const call = useCall();
  const router = useRouter();
  const [others, setOthers] = useState(presence);
  const beat = useEffectEvent(async () => {
    if (document.visibilityState !== "visible") return;
    const result = await call(() => actions.beat({ id }));
    if (!result.ok) return;
    setOthers(result.value.others);
    if (result.value.version !== version) router.refresh();
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
