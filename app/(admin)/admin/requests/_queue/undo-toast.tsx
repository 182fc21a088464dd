"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { toast } from "@/components/ui/toast";

interface Props {
  sentence: string;
  /** Mails that wait for the end of the countdown. */
  held: number;
  /** On this browser's clock. */
  endsAt: number;
  undo: () => void;
  onEnd: () => void;
}

const secondsLeft = (endsAt: number) => Math.max(0, Math.ceil((endsAt - Date.now()) / 1000));

/** What was decided, and for how long it can be taken back. The seconds run whether the pointer rests on it or not. */
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
        {/* A screen reader reads the toast once. The countdown is only shown. */}
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

/** Shows it in place of the one before: only the newest decision is a key press away. */
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
