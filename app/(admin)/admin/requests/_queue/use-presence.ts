"use client";

import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { useCall } from "@/components/forms/use-call";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import type { PresentReviewer } from "@/lib/core/access-requests/presence";
import * as actions from "../actions";

const beatMilliseconds = 15_000;

/** Sends heartbeats, and refreshes when someone else changes the request. */
export function usePresence({ id, version, presence }: AccessRequestDetail): PresentReviewer[] {
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
    // Stepping through with j and k isn't viewing.
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
