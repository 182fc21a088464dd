"use client";

import { useEffect, useRef } from "react";

/**
 * Waits while the mouse or finger is down. A sentence that appears when a field is left would move the very button that
 * is being pressed from under the pointer, and the press would be lost.
 */
export function useRelease(): () => Promise<void> {
  const release = useRef<Promise<void>>(undefined);
  useEffect(() => {
    const onPress = () => {
      release.current = new Promise((resolve) => {
        const onRelease = () => {
          window.removeEventListener("pointerup", onRelease);
          window.removeEventListener("pointercancel", onRelease);
          // After the click that follows.
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
