"use client";

import { OTPInput, type SlotProps } from "input-otp";
import type { Ref } from "react";
import { asciiDigits } from "@/lib/values/digits";
import { cn } from "./class-names";
import { Field, useFieldControl } from "./field";

interface Props {
  label: string;
  hint?: string;
  error?: string | undefined;
  value: string;
  onChange: (digits: string) => void;
  onBlur?: () => void;
  name?: string;
  autoFocus?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** Accepts digits of any script. */
const digitsOf = (pasted: string) => asciiDigits(pasted).replace(/\D/g, "");

/** Ignores blur, so that an incomplete code is an error only on submit. */
export function CodeField({ label, hint, error, onBlur: _, ...input }: Props) {
  return (
    <Field label={label} hint={hint} error={error}>
      <Slots {...input} />
    </Field>
  );
}

function Slots({ value, onChange, ...input }: Omit<Props, "label" | "hint" | "error" | "onBlur">) {
  const control = useFieldControl();
  return (
    <OTPInput
      {...control}
      {...input}
      value={value}
      onChange={(typed) => onChange(digitsOf(typed))}
      maxLength={6}
      inputMode="numeric"
      autoComplete="one-time-code"
      // Prevents extra width for password managers, too wide for phones.
      pushPasswordManagerStrategy="none"
      pasteTransformer={digitsOf}
      containerClassName="flex gap-2"
      render={({ slots }) =>
        slots.map((slot, index) => <Slot key={slotKeys[index]} isWrong={control["aria-invalid"] === true} {...slot} />)
      }
    />
  );
}

const slotKeys = ["a", "b", "c", "d", "e", "f"];

function Slot({ isWrong, char, isActive, hasFakeCaret }: SlotProps & { isWrong: boolean }) {
  return (
    <div
      aria-hidden
      translate="no"
      className={cn(
        "grid h-12 w-10 place-items-center rounded border bg-surface font-mono text-lg sm:w-12",
        isWrong ? "border-danger" : "border-line-strong",
        isActive && "outline-2 outline-accent",
      )}
    >
      {char ?? (hasFakeCaret ? <span className="h-5 w-px animate-pulse bg-text" /> : null)}
    </div>
  );
}
