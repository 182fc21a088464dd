import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cn } from "./class-names";

const looks = cva(
  "inline-flex select-none items-center justify-center gap-2 whitespace-nowrap rounded border font-medium transition-colors duration-150 disabled:opacity-55 aria-disabled:cursor-default aria-disabled:opacity-55",
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
  /** While something is under way: cannot be pressed again, keeps the focus, says what it does. */
  pending?: boolean;
  /** Its room is kept from the start, so that nothing moves when it shows. */
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
  const inert = pending ? { "aria-disabled": true, onClick: refuse } : {};
  return (
    <button type="button" className={classes} {...props} {...inert}>
      {pending ? (
        <Words other={pendingLabel ? children : undefined}>
          <LoaderCircle aria-hidden className="size-4 animate-spin" strokeWidth={1.5} />
          {pendingLabel ?? children}
        </Words>
      ) : (
        <Words other={pendingLabel} className="after:pl-6">
          {children}
        </Words>
      )}
    </button>
  );
}

/** A button that were disabled would lose the focus; this one keeps it, and sends no form. */
function refuse(event: MouseEvent) {
  event.preventDefault();
}

/** What the button says, in the room of the wider of its two states. The other state is drawn by CSS: nobody reads it. */
function Words({ other, className, children }: { other?: ReactNode; className?: string; children: ReactNode }) {
  if (typeof other !== "string") return children;
  return (
    <span
      data-other={other}
      className={cn("grid after:invisible after:h-0 after:overflow-hidden after:content-[attr(data-other)]", className)}
    >
      <span className="inline-flex items-center justify-center gap-2">{children}</span>
    </span>
  );
}
