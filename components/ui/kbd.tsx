import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="rounded-sm border bg-background px-1.5 py-0.5 font-mono text-xs">{children}</kbd>;
}
