import type { VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { buttonLooks } from "./button-looks";
import { cn } from "./class-names";

interface Props extends ComponentProps<"button">, VariantProps<typeof buttonLooks> {
  /** Renders its child with the button's styles. */
  asChild?: boolean;
  /** Prevents presses but keeps focus. */
  pending?: boolean;
  /** Reserves its width, so that nothing moves. */
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

/** Keeps focus, which `disabled` would lose. */
function refuse(event: MouseEvent) {
  event.preventDefault();
}

/** Reserves the wider state's width, with the other state in CSS so that it isn't read out. */
function Words({ other, className, children }: { other?: ReactNode; className?: string; children: ReactNode }) {
  // Uses an element, because browser translation replaces text nodes.
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
