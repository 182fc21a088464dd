import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names";

const looks = cva(
  "inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded border font-medium transition-colors duration-150 disabled:opacity-55 aria-disabled:opacity-55",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-accent-contrast hover:bg-accent-hover",
        secondary: "border-line-strong/60 bg-surface text-text hover:bg-background",
        ghost: "border-transparent text-text hover:bg-line/60",
        danger: "border-transparent bg-danger text-danger-contrast hover:opacity-90",
      },
      size: { sm: "h-8 px-3 text-sm pointer-coarse:h-11", md: "h-10 px-4 pointer-coarse:h-11" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

interface Props extends ComponentProps<"button">, VariantProps<typeof looks> {
  /** Renders its child (a link) with a button's looks. */
  asChild?: boolean;
  /** While something is under way: cannot be pressed again, keeps its width, says what it does. */
  pending?: boolean;
  pendingLabel?: string;
}

export function Button({ asChild, pending, pendingLabel, variant, size, className, children, ...props }: Props) {
  const classes = cn(looks({ variant, size }), className);
  if (asChild) {
    return (
      <Slot.Root className={classes} {...props}>
        {children}
      </Slot.Root>
    );
  }
  return (
    <button type="button" className={classes} {...props} disabled={pending || props.disabled}>
      {pending ? <LoaderCircle aria-hidden className="size-4 animate-spin" strokeWidth={1.5} /> : null}
      {pending ? (pendingLabel ?? children) : children}
    </button>
  );
}
