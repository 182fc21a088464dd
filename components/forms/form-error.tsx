"use client";

import { useEffect, useRef } from "react";
import { Notice } from "@/components/ui/notice";
import type { FormError as Refusal } from "./use-action-form";

/** Why the form was refused, above its fields; read out, and scrolled to, when it appears. */
export function FormError({ error }: { error: Refusal | null }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error && !error.fieldErrors) ref.current?.focus({ preventScroll: false });
  }, [error]);
  return (
    <div ref={ref} tabIndex={-1} role="alert" className="outline-none empty:hidden">
      {error ? <Notice tone="danger">{error.message}</Notice> : null}
    </div>
  );
}
