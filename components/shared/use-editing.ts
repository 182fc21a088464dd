"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";

/** Closes on Escape and on save, which flashes the row, and returns focus to the button. */
export function useEditing() {
  const router = useRouter();
  const [isEditing, setEditing] = useState(false);
  const [wasSaved, setSaved] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const wasEditing = useRef(false);
  // Waits for the commit that renders the button again.
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
