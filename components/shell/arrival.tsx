"use client";

import { type ReactNode, useEffect, useRef } from "react";

/**
 * What a form gives way to. The heading takes the focus that the pressed button had: whoever listens hears where they
 * are now, and the next Tab goes on from there.
 */
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
