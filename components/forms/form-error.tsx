"use client";

import { useEffect, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import type { FormError as Refusal } from "./use-action-form";

interface Props {
  error: Refusal | null;
  /** False where the field itself keeps the focus, so that the next try can be typed at once. */
  takesFocus?: boolean;
}

/** Why the form was refused, above its fields; read out, and scrolled to, when it appears. */
export function FormError({ error, takesFocus = true }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error && !error.fieldErrors && takesFocus) ref.current?.focus({ preventScroll: false });
  }, [error, takesFocus]);
  return (
    <div ref={ref} tabIndex={-1} role="alert" className="outline-none empty:hidden">
      {error ? <Notice tone="danger">{error.message}</Notice> : null}
    </div>
  );
}
