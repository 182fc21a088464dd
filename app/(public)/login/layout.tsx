import type { ReactNode } from "react";
import { TicketProvider } from "./ticket";

export default function LoginLayout({ children }: { children: ReactNode }) {
  return <TicketProvider>{children}</TicketProvider>;
}
