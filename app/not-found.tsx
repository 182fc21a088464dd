import { headers } from "next/headers";
import { getTranslations } from "next-intl/server";
import { MessagePage } from "@/components/shell/message-page";
import { webConfig } from "@/lib/web/config";

export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <MessagePage
      appName={webConfig().appName}
      title={t("errors.notFoundTitle")}
      text={t("errors.notFoundText")}
      requestId={(await headers()).get("x-request-id")}
    />
  );
}
