"use client";

import { useEffect, useRef } from "react";

/** Waits while the pointer is down: an error shown on blur would move the pressed button and lose the click. */
export function useRelease(): () => Promise<void> {
  const release = useRef<Promise<void>>(undefined);
  useEffect(() => {
    const onPress = () => {
      release.current = new Promise((resolve) => {
        const onRelease = () => {
          window.removeEventListener("pointerup", onRelease);
          window.removeEventListener("pointercancel", onRelease);
          // Waits for the following click.
          setTimeout(resolve);
        };
        window.addEventListener("pointerup", onRelease);
        window.addEventListener("pointercancel", onRelease);
      });
    };
    window.addEventListener("pointerdown", onPress, true);
    return () => window.removeEventListener("pointerdown", onPress, true);
  }, []);
  return async () => release.current;
}
