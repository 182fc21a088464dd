"use client";

import { type ComponentType, useEffect, useState } from "react";
import { onFirstTouch } from "./first-touch";

const againMilliseconds = 2_000;

/**
 * A part that is not shown at first, and whose script comes with the first touch of the page, or when the part is to be
 * shown. `Meanwhile` stands in its place until then. While the network is away it is tried again; a page never fails
 * for a part that it does without.
 */
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
        }
      };
      void fetchUntilThere();
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    }, [Part]);
    return Part ? <Part {...props} /> : <Meanwhile {...props} />;
  };
}

function Nothing() {
  return null;
}
