"use client";

import { useState } from "react";
import { lazily } from "./lazily";
import type { ModalProps } from "./modal";

const Modal = lazily(async () => (await import("./modal")).Modal);

/** A question above the page. Escape and the cross leave it; focus goes back to where it came from. */
export function Dialog(props: ModalProps) {
  const [wasOpen, setWasOpen] = useState(props.open);
  if (props.open && !wasOpen) setWasOpen(true);
  return wasOpen ? <Modal {...props} /> : null;
}
