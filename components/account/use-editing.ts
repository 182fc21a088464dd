"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useRef, useState } from "react";

/**
 * A row that unfolds to be changed in place: Escape folds it, saving folds it and flashes it, focus goes back to the
 * button that opened it.
 */
export function useEditing() {
  const router = useRouter();
  const [isEditing, setEditing] = useState(false);
  const [wasSaved, setSaved] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const fold = () => {
    setEditing(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  return {
    isEditing,
    wasSaved,
    opener,
    open: () => {
      setSaved(false);
      setEditing(true);
    },
    cancel: fold,
    saved: () => {
      setSaved(true);
      fold();
      router.refresh();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape") fold();
    },
  };
}
