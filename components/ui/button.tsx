import type { VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { buttonLooks } from "./button-looks";
import { cn } from "./class-names";

interface Props extends ComponentProps<"button">, VariantProps<typeof buttonLooks> {
  /** Renders its child (a link) with a button's looks. */
  asChild?: boolean;
  /** While something is under way: cannot be pressed again, keeps the focus, says what it does. */
  pending?: boolean;
  /** Its room is kept from the start, so that nothing moves when it shows. */
  pendingLabel?: string;
}

export function Button({ asChild, pending, pendingLabel, variant, size, className, children, ...props }: Props) {
  const classes = cn(buttonLooks({ variant, size }), className);
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
        <Words key="pending" other={pendingLabel ? children : undefined}>
          <LoaderCircle aria-hidden className="size-4 animate-spin" strokeWidth={1.5} />
          {pendingLabel ?? children}
        </Words>
      ) : (
        <Words key="idle" other={pendingLabel} className="after:pl-6">
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
  // An element of its own, because a browser's translation replaces text nodes.
  if (typeof other !== "string") return typeof children === "string" ? <span>{children}</span> : children;
  return (
    <span
      data-other={other}
      className={cn("grid after:invisible after:h-0 after:overflow-hidden after:content-[attr(data-other)]", className)}
    >
      <span className="inline-flex items-center justify-center gap-2">{children}</span>
    </span>
  );
}
