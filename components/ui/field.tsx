"use client";

import { createContext, type ReactNode, use, useId } from "react";
import { cn } from "./class-names";

interface Control {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

const FieldContext = createContext<Control | null>(null);

/** Returns the id and descriptions from the surrounding Field. */
export function useFieldControl(): Partial<Control> {
  return use(FieldContext) ?? {};
}

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Below the control, and after it in tab order. */
  aside?: ReactNode;
  className?: string;
  children: ReactNode;
}

export function Field({ label, hint, error, aside, className, children }: Props) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={cn("grid", className)}>
      <label htmlFor={id} className="mb-1.5 w-fit font-medium text-sm">
        {label}
      </label>
      <FieldContext
        value={{ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined }}
      >
        {children}
      </FieldContext>
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0 flex-1">
          {hint ? (
            <div id={`${id}-hint`} className="mt-1.5 text-muted text-sm">
              {hint}
            </div>
          ) : null}
          {/* Always rendered, so that screen readers announce changes. */}
          <div aria-live="polite">
            {error ? (
              <p id={`${id}-error`} className="mt-1.5 text-danger text-sm">
                {error}
              </p>
            ) : null}
          </div>
        </div>
        {aside ? <div className="mt-1.5 shrink-0">{aside}</div> : null}
      </div>
    </div>
  );
}
