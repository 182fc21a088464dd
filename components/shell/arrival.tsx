"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** Takes the pressed button's focus, so that screen readers announce the new content. */
export function Arrival({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const heading = ref.current?.querySelector("h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
  }, []);
  return (
    <div ref={ref} className="rise grid gap-7">
      {children}
    </div>
  );
}
