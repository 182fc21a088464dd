import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { Message } from "@/components/shell/message-page";

export default async function Forbidden() {
  const t = await getTranslations("common");
  return (
    <Message
      title={t("errors.forbiddenTitle")}
      text={t("errors.forbiddenText")}
      requestId={(await headers()).get("x-request-id")}
    />
  );
}
