import type { ReactNode } from "react";
import { SignedIn } from "@/app/(account)/signed-in";

export default function AdminLayout({ children }: { children: ReactNode }) {
  return <SignedIn area="admin">{children}</SignedIn>;
}
