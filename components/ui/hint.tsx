"use client";

import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { Kbd } from "./kbd";

/** Only repeats the button's accessible name. */
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
