import type { ReactNode } from "react";
import { LanguageButton } from "@/components/shell/language-button";
import { PublicShell } from "@/components/shell/public-shell";
import { webConfig } from "@/lib/web/config";
import { chooseLanguage } from "../(account)/actions";

interface Props {
  /** False on token pages, which can't render again without their token. */
  hasLanguages?: boolean;
  /** True where visitors request or create an account. */
  hasWelcome?: boolean;
  wayOut?: ReactNode;
  children: ReactNode;
}

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
