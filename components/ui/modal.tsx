"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react";
import { cn } from "./class-names";

export interface ModalProps {
  open: boolean;
  /** Absent if only its content can close it. */
  onOpenChange?: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** For content to read rather than answer. */
  isWide?: boolean;
  /** Focus target on close, by default the opener. */
  focusAfter?: () => HTMLElement | null;
  children: ReactNode;
}

/** Loaded by components/ui/dialog.tsx. */
export function Modal({ open, onOpenChange, title, description, isWide, focusAfter, children }: ModalProps) {
  const t = useTranslations("common");
  const opener = useRef<HTMLElement>(null);
  return (
    <Radix.Root open={open} {...(onOpenChange ? { onOpenChange } : {})}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          role={onOpenChange ? "dialog" : "alertdialog"}
          className={cn(
            "rise fixed left-1/2 z-50 -translate-x-1/2 overflow-y-auto rounded border bg-raised p-5 shadow-float",
            isWide
              ? "top-[6vh] max-h-[88vh] w-[min(680px,calc(100vw-24px))]"
              : "top-[12vh] max-h-[80vh] w-[min(440px,calc(100vw-24px))]",
          )}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            const target = focusAfter?.() ?? opener.current;
            if (target?.isConnected) target.focus();
            else if (document.activeElement === document.body) fallBack();
          }}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <Opener keep={opener} />
          <div className="flex items-start justify-between gap-4">
            <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
            {onOpenChange ? (
              <Radix.Close
                aria-label={t("close")}
                className="-mt-1 -mr-1 grid size-8 shrink-0 place-items-center rounded text-muted hover:bg-line/60 pointer-coarse:-m-2.5 pointer-coarse:size-11"
              >
                <X aria-hidden className="size-4" strokeWidth={1.5} />
              </Radix.Close>
            ) : null}
          </div>
          {description ? <Radix.Description className="mt-1 text-muted">{description}</Radix.Description> : null}
          <div className="mt-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Remembers focus before the dialog takes it. */
function Opener({ keep }: { keep: RefObject<HTMLElement | null> }) {
  const [opener] = useState(focused);
  useEffect(() => {
    keep.current = opener;
  }, [keep, opener]);
  return null;
}

/** Returns a menu's button instead of its item, which disappears. */
function focused(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest("[role=menu]");
  const known = menu ? document.getElementById(menu.getAttribute("aria-labelledby") ?? "") : activeElement;
  return known instanceof HTMLElement && known !== document.body ? known : null;
}

/** Focuses the dialog below or the page's content if nothing has focus. */
function fallBack(): void {
  const below = document.querySelector<HTMLElement>("[role=dialog], [role=alertdialog]");
  (below ?? document.getElementById("content"))?.focus({ preventScroll: true });
}
