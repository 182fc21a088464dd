import { cva, type VariantProps } from "class-variance-authority";
import type { ReactNode } from "react";
import { cn } from "./class-names";

const looks = cva("inline-flex items-center rounded-full px-2 py-0.5 font-medium text-xs", {
  variants: {
    tone: {
      neutral: "bg-line/70 text-text",
      accent: "bg-accent-soft text-accent",
      warning: "bg-warning-soft text-warning",
      danger: "bg-danger-soft text-danger",
      success: "bg-success-soft text-success",
    },
  },
  defaultVariants: { tone: "neutral" },
});

export type BadgeTone = NonNullable<VariantProps<typeof looks>["tone"]>;

export function Badge({ tone, className, children }: { tone?: BadgeTone; className?: string; children: ReactNode }) {
  return <span className={cn(looks({ tone }), className)}>{children}</span>;
}
