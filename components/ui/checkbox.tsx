"use client";

import { type ComponentProps, type ReactNode, useId } from "react";

export function Checkbox({ label, ...props }: { label: ReactNode } & ComponentProps<"input">) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5">
      <input id={id} type="checkbox" className="mt-2 size-4 shrink-0 accent-accent pointer-coarse:mt-3.5" {...props} />
      <label htmlFor={id} className="cursor-pointer py-1 pointer-coarse:py-2.5">
        {label}
      </label>
    </div>
  );
}
