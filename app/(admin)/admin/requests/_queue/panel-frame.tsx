"use client";

import { useTranslations } from "next-intl";
import type { ReactNode, Ref } from "react";
import { Sheet } from "@/components/ui/sheet";
import { useMedia } from "@/components/ui/use-media";

/** Same width as Tailwind's `lg`. */
const narrow = "(width < 1024px)";

export function useIsNarrow(): boolean {
  return useMedia(narrow);
}

interface Props {
  isNarrow: boolean;
  onClose: () => void;
  /** Called on focus. */
  onPoint: () => void;
  children: ReactNode;
  ref: Ref<HTMLElement>;
}

export function PanelFrame({ isNarrow, onClose, onPoint, children, ref }: Props) {
  const t = useTranslations("queue");
  if (isNarrow) {
    return (
      <Sheet open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())} title={t("panel")}>
        {children}
      </Sheet>
    );
  }
  return (
    <section
      ref={ref}
      tabIndex={-1}
      onFocus={onPoint}
      aria-label={t("panel")}
      className="sticky top-4 max-h-[calc(100dvh-32px)] overflow-y-auto rounded border bg-surface outline-none max-lg:hidden"
    >
      {children}
    </section>
  );
}
