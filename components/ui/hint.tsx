"use client";

import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd";

/** What a button does, and the key that does it, on hover and focus. The button says it itself, too: this only adds. */
export function Hint({ label, keys, children }: { label: string; keys?: string; children: ReactNode }) {
  return (
    <Tooltip.Provider delayDuration={300}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content
            sideOffset={6}
            collisionPadding={8}
            className="rise z-50 flex items-center gap-2 rounded border bg-raised px-2.5 py-1.5 text-sm shadow-float pointer-coarse:hidden"
          >
            {label}
            {keys ? <Kbd>{keys}</Kbd> : null}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  );
}
