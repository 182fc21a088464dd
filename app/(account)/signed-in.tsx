import type { ReactNode } from "react";
import { SignedInShell } from "@/components/shell/signed-in-shell";
import { profileOf } from "@/lib/core/users/profile";
import { accessTimes } from "@/lib/web/access-expiry";
import { webConfig } from "@/lib/web/config";
import { requireUser } from "@/lib/web/current-user";
import { chooseLanguage, choosePreferredEnvironment, signOut } from "./actions";

/** Doesn't authorize: each page must check the user itself. */
export async function SignedIn({ area, children }: { area: "account" | "admin"; children: ReactNode }) {
  const actor = await requireUser();
  const { name, email, isAdmin, preferredEnvironment } = profileOf(actor);
  const { isReviewer } = actor.user;
  return (
    <SignedInShell
      area={area}
      appName={webConfig().appName}
      person={{ name, email, isAdmin, isReviewer, environment: preferredEnvironment }}
      access={await accessTimes()}
      deletionDueAt={actor.user.deletionDueAt}
      mfaDueAt={actor.mfaDueAt}
      actions={{ signOut, chooseLanguage, choosePreferredEnvironment }}
    >
      {children}
    </SignedInShell>
  );
}
