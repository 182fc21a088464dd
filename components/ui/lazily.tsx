"use client";

import { type ComponentType, useEffect, useState } from "react";
import { onFirstTouch } from "./first-touch";
import { Outdated } from "./outdated";

const againMilliseconds = 2_000;

/** Returns true if the server answers, so a missing script belongs to an older version. */
async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch("/health/live", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

/** Loads the component on first touch or when shown, retries offline, and asks to reload after a server update. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile: ComponentType<Props> = Nothing,
): ComponentType<Props> {
  let known: ComponentType<Props> | null = null;
  const fetchPart = async () => {
    known ??= await load();
    return known;
  };
  onFirstTouch(() => void fetchPart().catch(() => undefined));

  return function Lazily(props: Props) {
    const [Part, setPart] = useState(() => known);
    const [isOutdated, setOutdated] = useState(false);
    useEffect(() => {
      if (Part) return;
      let timer: ReturnType<typeof setTimeout>;
      let isGone = false;
      const fetchUntilThere = async () => {
        try {
          const part = await fetchPart();
          if (!isGone) setPart(() => part);
        } catch {
          if (!isGone) timer = setTimeout(fetchUntilThere, againMilliseconds);
          if (await isServerThere()) setOutdated(!isGone);
        }
      };
      void fetchUntilThere();
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    }, [Part]);
    if (Part) return <Part {...props} />;
    return isOutdated ? <Outdated /> : <Meanwhile {...props} />;
  };
}

function Nothing() {
  return null;
}
