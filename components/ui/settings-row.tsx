import type { ReactNode } from "react";
import { cn } from "./class-names";

interface RowProps {
  title: ReactNode;
  description?: ReactNode;
  /** Current value, on the right. */
  state?: ReactNode;
  action?: ReactNode;
  /** Unfolds below while it's edited. */
  children?: ReactNode;
  className?: string;
}

export function SettingsRow({ title, description, state, action, children, className }: RowProps) {
  return (
    <div className={cn("border-t px-5 py-4 first:border-t-0", className)}>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          <h3 className="font-medium">{title}</h3>
          {description ? <div className="text-muted text-sm">{description}</div> : null}
        </div>
        {state || action ? (
          <div className="flex flex-wrap items-center gap-3">
            {state}
            {action}
          </div>
        ) : null}
      </div>
      <div className="rise mt-4 empty:hidden">{children}</div>
    </div>
  );
}

export function SettingsGroup({
  title,
  description,
  children,
}: {
  title: string;
  description?: string;
  children: ReactNode;
}) {
  return (
    <section className="grid gap-3">
      <div>
        <h2>{title}</h2>
        {description ? <p className="text-muted text-sm">{description}</p> : null}
      </div>
      <div className="rounded border bg-surface">{children}</div>
    </section>
  );
}
