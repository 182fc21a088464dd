"use client";

import { useEffect } from "react";

declare global {
  interface Window {
    /** Stops recording and returns the last press. */
    takeEarlyPress?: () => HTMLButtonElement | null;
  }
}

/** Records presses on POST forms and script-only buttons while the page loads. */
const keepPresses = `{
  let kept = null;
  const keep = (event) => {
    const button = event.type === "submit" ? event.submitter : event.target.closest("button[type=button]");
    if (event.type === "submit" ? event.target.getAttribute("method") !== "post" : button === null) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    kept = button;
  };
  document.addEventListener("submit", keep, true);
  document.addEventListener("click", keep, true);
  window.takeEarlyPress = () => {
    document.removeEventListener("submit", keep, true);
    document.removeEventListener("click", keep, true);
    return kept;
  };
}`;

/** Replays presses made before hydration, which would be lost or post to a page. */
export function EarlyPress({ nonce }: { nonce: string | undefined }) {
  useEffect(() => {
    const button = window.takeEarlyPress?.();
    // Clicks, because React then hydrates the target first.
    if (button?.isConnected) button.click();
  }, []);
  return (
    // Browsers hide nonces from scripts, so hydration would see a mismatch.
    // biome-ignore lint/security/noDangerouslySetInnerHtml: constant of this file
    <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: keepPresses }} />
  );
}
