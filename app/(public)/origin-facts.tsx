import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ExactTime } from "@/components/ui/exact-time";
import type { MailOrigin } from "@/lib/core/kernel/mail";
import { deviceOf } from "@/lib/web/device";

/** Rows of `Facts`: when, with what device and from where something was sent. `time`: the term of the first row. */
export async function originFacts(time: string, { at, ip, userAgent }: MailOrigin): Promise<[string, ReactNode][]> {
  const t = await getTranslations("public");
  const device = deviceOf(userAgent);
  return [
    [time, <ExactTime key="time" date={at} />],
    [t("verify.device"), [device.name ?? t("verify.unknownDevice"), device.system].filter(Boolean).join(", ")],
    [t("verify.ip"), ip],
  ];
}
