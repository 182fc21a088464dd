"use client";

import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { MfaMethodName } from "@/lib/core/sign-in/mfa/methods";

export interface Ticket {
  mfaTicket: string;
  next: string;
  methods: MfaMethodName[];
  email: string;
}

const TicketContext = createContext<{ ticket: Ticket | null; setTicket: (ticket: Ticket | null) => void }>({
  ticket: null,
  setTicket: () => undefined,
});

/** Keeps the MFA ticket in memory only, so a reload starts again. */
export function TicketProvider({ children }: { children: ReactNode }) {
  const [ticket, setTicket] = useState<Ticket | null>(null);
  const value = useMemo(() => ({ ticket, setTicket }), [ticket]);
  return <TicketContext value={value}>{children}</TicketContext>;
}

export function useTicket() {
  return use(TicketContext);
}
