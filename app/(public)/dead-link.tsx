import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Statement } from "./statement";

interface Props {
  token: string;
  title: string;
  text: string;
  children?: ReactNode;
}

/**
 * Replaces the form when a link doesn't work. The token leaves the address bar when the page opens, so a reload arrives
 * without one: that says nothing about the link, which may be valid.
 */
export async function DeadLink({ token, title, text, children }: Props) {
  const t = await getTranslations("public.linkMissing");
  const isMissing = token === "";
  return (
    <Statement title={isMissing ? t("title") : title} text={isMissing ? t("text") : text}>
      {children}
    </Statement>
  );
}
