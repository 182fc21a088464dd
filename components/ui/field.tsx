"use client";

import { createContext, type ReactNode, use, useId } from "react";
import { cn } from "./class-names";

interface Control {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

const FieldContext = createContext<Control | null>(null);

/** Id and descriptions that the surrounding Field gives its control. */
export function useFieldControl(): Partial<Control> {
  return use(FieldContext) ?? {};
}

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** To the right of the label: "Forgot password?". */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A labelled control with its hint and its error, all read out with it. */
export function Field({ label, hint, error, aside, className, children }: Props) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("grid gap-1.5", className)}>
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      <FieldContext
        value={{ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined }}
      >
        {children}
      </FieldContext>
      {hint ? (
        <p id={`${id}-hint`} className="text-muted text-sm">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-danger text-sm" aria-live="polite">
          {error}
        </p>
      ) : null}
    </div>
  );
}
