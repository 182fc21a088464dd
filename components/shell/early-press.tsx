"use client";

import { useEffect } from "react";

declare global {
  interface Window {
    /** Stops keeping presses and returns the last one. */
    takeEarlyPress?: () => HTMLButtonElement | null;
  }
}

/** Runs while the page is still arriving. A form that posts, and a button that is only script, are kept for later. */
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

/**
 * On a slow line the page is there before its script is. What is pressed in between would be lost, or, being a form, be
 * posted to a page that takes no posts: it is kept, and pressed again once somebody listens.
 */
export function EarlyPress({ nonce }: { nonce: string | undefined }) {
  useEffect(() => {
    const button = window.takeEarlyPress?.();
    // A click, since React first makes the part of the page ready that it lands on.
    if (button?.isConnected) button.click();
  }, []);
  return (
    // The browser hides a nonce from the script that compares, so that the two never look the same.
    // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of this file
    <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: keepPresses }} />
  );
}
