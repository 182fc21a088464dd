"use client";

import { createContext, type ReactNode, use, useMemo, useState } from "react";
import type { MfaMethodName } from "@/lib/core/sign-in/mfa/methods";

export interface Ticket {
  mfaTicket: string;
  next: string;
  /** What the account can answer with. */
  methods: MfaMethodName[];
  /** Whose sign-in it is. */
  email: string;
}

const TicketContext = createContext<{ ticket: Ticket | null; setTicket: (ticket: Ticket | null) => void }>({
  ticket: null,
  setTicket: () => undefined,
});

/**
 * Carries the ticket of a half-finished sign-in from the password to the code. It lives in this component's memory only:
 * not in a cookie, a storage or the address, so a reload starts again.
 */
export function TicketProvider({ children }: { children: ReactNode }) {
  const [ticket, setTicket] = useState<Ticket | null>(null);
  const value = useMemo(() => ({ ticket, setTicket }), [ticket]);
  return <TicketContext value={value}>{children}</TicketContext>;
}

export function useTicket() {
  return use(TicketContext);
}
