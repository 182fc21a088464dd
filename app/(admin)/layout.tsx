import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { SignedIn } from "@/app/(account)/signed-in";

export default function AdminLayout({ children }: { children: ReactNode }) {
  return (
    <NuqsAdapter>
      <SignedIn area="admin">{children}</SignedIn>
    </NuqsAdapter>
  );
}
