"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./class-names";

interface Props<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode; text?: ReactNode }[];
  onChange: (value: Value) => void;
}

export function RadioCards<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 font-medium text-sm">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={cn(
            "flex cursor-pointer items-start gap-2.5 rounded border px-3 py-2.5 text-sm hover:bg-background pointer-coarse:py-3",
            option.value === value && "border-line-strong bg-background",
          )}
        >
          <input
            type="radio"
            name={name}
            className="mt-0.5 size-4 shrink-0 accent-accent"
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className="wrap-anywhere grid min-w-0">
            {option.label}
            {option.text ? <span className="text-muted">{option.text}</span> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
