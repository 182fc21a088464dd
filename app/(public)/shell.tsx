import type { ReactNode } from "react";
import { LanguageButton } from "@/components/shell/language-button";
import { PublicShell } from "@/components/shell/public-shell";
import { webConfig } from "@/lib/web/config";
import { chooseLanguage } from "../(account)/actions";

interface Props {
  /** False on pages that were opened with a token: it is gone from the address, so they cannot be rendered again. */
  hasLanguages?: boolean;
  /** True where visitors ask for an account or create one. */
  hasWelcome?: boolean;
  wayOut?: ReactNode;
  children: ReactNode;
}

/** A public page in this instance's words. */
export function Shell({ hasLanguages = false, ...props }: Props) {
  const { appName, welcomeText, signup } = webConfig();
  return (
    <PublicShell
      appName={appName}
      welcomeText={welcomeText}
      isSignUpOpen={signup === "open"}
      corner={hasLanguages ? <LanguageButton choose={chooseLanguage} /> : null}
      {...props}
    />
  );
}
