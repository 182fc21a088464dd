"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { cn } from "@/components/ui/class-names";
import { Notice } from "@/components/ui/notice";
import type { Refusal } from "./outcome";
import type { Problem } from "./use-action-form";

interface Props {
  error: Refusal | null;
  problems?: Problem[];
  /** False if the field keeps focus for the next try. */
  takesFocus?: boolean;
}

export function FormError({ error, problems = [], takesFocus = true }: Props) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error && !error.fieldErrors && takesFocus) ref.current?.focus({ preventScroll: false });
  }, [error, takesFocus]);
  return (
    <div ref={ref} tabIndex={-1} role="alert" className="outline-none empty:hidden">
      {problems.length > 0 ? <Problems problems={problems} /> : null}
      {problems.length === 0 && error ? (
        <Notice key={error.message} tone="danger">
          {error.message}
        </Notice>
      ) : null}
    </div>
  );
}

/** Strikes fixed lines out but keeps them, so that the form doesn't move. */
function Problems({ problems }: { problems: Problem[] }) {
  const t = useTranslations("common");
  return (
    <Notice tone="danger" title={t("problems", { count: problems.length })}>
      <ul className="mt-1 grid gap-1">
        {problems.map(({ field, label, message, isFixed, focus }) => (
          <li key={field} className={cn(isFixed && "text-muted line-through")}>
            <a
              href={`#${field}`}
              className="link text-inherit"
              onClick={(event) => {
                event.preventDefault();
                focus();
              }}
            >
              {label}
            </a>
            : {message}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
