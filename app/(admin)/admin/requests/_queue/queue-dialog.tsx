"use client";

import type { ReactNode } from "react";
import { Dialog } from "@/components/ui/dialog";
import { useQueueFrame } from "./queue-frame";

interface Props {
  title: string;
  description?: string;
  isWide?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Moves focus to the next request, or back if canceled. */
export function QueueDialog({ onClose, ...dialog }: Props) {
  const { focusAfter } = useQueueFrame();
  return <Dialog open onOpenChange={onClose} focusAfter={focusAfter} {...dialog} />;
}
