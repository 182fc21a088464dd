import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Statement } from "./statement";

interface Props {
  token: string;
  title: string;
  text: string;
  children?: ReactNode;
}

/** Also shows after a reload, which has no token, so the link may be valid. */
export async function DeadLink({ token, title, text, children }: Props) {
  const t = await getTranslations("public.linkMissing");
  const isMissing = token === "";
  return (
    <Statement title={isMissing ? t("title") : title} text={isMissing ? t("text") : text}>
      {children}
    </Statement>
  );
}
