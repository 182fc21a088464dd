"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

/**
 * A row that unfolds to be changed in place: Escape folds it, saving folds it and flashes it, focus goes back to the
 * button that opened it.
 */
export function useEditing() {
  const router = useRouter();
  const [isEditing, setEditing] = useState(false);
  const [wasSaved, setSaved] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  // After the commit that brings the button back, whenever that is.
  useEffect(() => {
    if (wasEditing.current && !isEditing) opener.current?.focus();
    wasEditing.current = isEditing;
  }, [isEditing]);
  const fold = () => setEditing(false);
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
