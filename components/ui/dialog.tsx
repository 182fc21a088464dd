"use client";

import { useState } from "react";
import { lazily } from "./lazily";
import type { ModalProps } from "./modal";

const Modal = lazily(async () => (await import("./modal")).Modal);

export function Dialog(props: ModalProps) {
  const [wasOpen, setWasOpen] = useState(props.open);
  if (props.open && !wasOpen) setWasOpen(true);
  return wasOpen ? <Modal {...props} /> : null;
}
