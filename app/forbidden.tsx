import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { MessagePage } from "@/components/message-page";
import { webConfig } from "@/lib/web/config";

export default async function Forbidden() {
  const t = await getTranslations("common");
  return (
    <MessagePage
      appName={webConfig().appName}
      title={t("errors.forbiddenTitle")}
      text={t("errors.forbiddenText")}
      requestId={(await headers()).get("x-request-id")}
    />
  );
}
