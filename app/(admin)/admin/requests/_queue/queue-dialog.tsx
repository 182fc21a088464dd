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

/** A question about requests. Answered, it leads to the request that is up next; left, to where it was asked. */
export function QueueDialog({ onClose, ...dialog }: Props) {
  const { focusAfter } = useQueueFrame();
  return <Dialog open onOpenChange={onClose} focusAfter={focusAfter} {...dialog} />;
}
