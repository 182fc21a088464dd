"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

interface Props {
  trigger: ReactNode;
  label: string;
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
}

export function Popover({ trigger, label, children, ...state }: Props) {
  return (
    <Radix.Root {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={6}
          collisionPadding={12}
          className="rise z-50 max-h-(--radix-popover-content-available-height) w-[min(360px,calc(100vw-24px))] overflow-y-auto rounded border bg-raised p-4 shadow-float"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
