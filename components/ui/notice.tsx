import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

const looks = cva("rounded border px-3.5 py-3 text-sm [&_a]:underline", {
  variants: {
    tone: {
      neutral: "border-line bg-surface",
      accent: "border-accent/25 bg-accent-soft",
      warning: "border-warning/30 bg-warning-soft",
      danger: "border-danger/30 bg-danger-soft",
      success: "border-success/25 bg-success-soft",
    },
  },
  defaultVariants: { tone: "neutral" },
});

interface Props extends Omit<ComponentProps<"div">, "title">, VariantProps<typeof looks> {
  title?: ReactNode;
}

/** Set `role="alert"` if it answers an action. */
export function Notice({ tone, title, className, children, ...props }: Props) {
  return (
    <div className={cn(looks({ tone }), className)} {...props}>
      {title ? <p className="font-medium">{title}</p> : null}
      {children}
    </div>
  );
}
