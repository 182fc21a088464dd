"use client";

import { type ComponentProps, type ReactNode, useId } from "react";

/** A box with its sentence; the whole line can be pressed. */
export function Checkbox({ label, ...props }: { label: ReactNode } & ComponentProps<"input">) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 py-1">
      <input id={id} type="checkbox" className="mt-1 size-4 shrink-0 accent-accent" {...props} />
      <label htmlFor={id} className="cursor-pointer">
        {label}
      </label>
    </div>
  );
}
