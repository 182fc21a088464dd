import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { deviceName } from "@/components/shared/device";
import { ExactTime } from "@/components/ui/exact-time";
import type { MailOrigin } from "@/lib/core/kernel/mail";
import { deviceOf } from "@/lib/web/device";

/** `time` labels the first row. */
export async function originFacts(time: string, { at, ip, userAgent }: MailOrigin): Promise<[string, ReactNode][]> {
  const t = await getTranslations("public");
  const security = await getTranslations("account.security");
  return [
    [time, <ExactTime key="time" date={at} />],
    [t("verify.device"), deviceName(deviceOf(userAgent), security)],
    [t("verify.ip"), ip],
  ];
}
