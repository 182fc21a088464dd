import type { ReactNode } from "react";
import { PublicShell } from "@/components/public-shell";
import { webConfig } from "@/lib/web/config";

/** A public page in this instance's words. */
export function Shell(props: { journey?: ReactNode; wayOut?: ReactNode; children: ReactNode }) {
  const { appName, welcomeText } = webConfig();
  return <PublicShell appName={appName} welcomeText={welcomeText} {...props} />;
}
