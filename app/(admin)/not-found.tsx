import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { Message } from "@/components/shell/message-page";

export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <Message
      title={t("errors.notFoundTitle")}
      text={t("errors.notFoundText")}
      requestId={(await headers()).get("x-request-id")}
    />
  );
}
