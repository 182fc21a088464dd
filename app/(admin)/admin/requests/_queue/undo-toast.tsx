"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { toast } from "@/components/ui/toast";

interface Props {
  sentence: string;
  /** Number of mails that wait for the countdown. */
  held: number;
  /** By this browser's clock. */
  endsAt: number;
  undo: () => void;
  onEnd: () => void;
}

const secondsLeft = (endsAt: number) => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));

/** Counts down even under the pointer. */
export function UndoToast({ sentence, held, endsAt, undo, onEnd }: Props) {
  const t = useTranslations("queue.undo");
  const [seconds, setSeconds] = useState(() => secondsLeft(endsAt));
  const [atFirst] = useState(seconds);
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    const timer = setInterval(() => {
      const left = secondsLeft(endsAt);
      setSeconds(left);
      if (left === 0) end();
    }, 250);
    return () => clearInterval(timer);
  }, [endsAt]);
  return (
    <div className="flex w-[min(380px,calc(100vw-32px))] items-center gap-3 rounded border bg-raised p-3 text-sm shadow-float">
      <div className="min-w-0 flex-1">
        <p className="wrap-anywhere font-medium">{sentence}</p>
        {/* Hides the countdown from screen readers, which read a toast once. */}
        <p className="sr-only">{t("held", { count: held, seconds: atFirst })}</p>
        <p aria-hidden className="text-muted tabular-nums">
          {t("held", { count: held, seconds })}
        </p>
      </div>
      <Button size="sm" onClick={undo}>
        <Undo2 aria-hidden className="size-4" strokeWidth={1.5} />
        {t("undo")}
        <span className="pointer-coarse:hidden">
          <Kbd>z</Kbd>
        </span>
      </Button>
    </div>
  );
}

const toastId = "undo";

/** Replaces the last toast, because the key undoes only the newest decision. */
export function showUndo(props: Omit<Props, "onEnd">, onEnd: () => void): void {
  const close = () => {
    toast.dismiss(toastId);
    onEnd();
  };
  toast.custom(() => <UndoToast {...props} onEnd={close} />, { id: toastId, duration: Number.POSITIVE_INFINITY });
}

export function hideUndo(): void {
  toast.dismiss(toastId);
}
