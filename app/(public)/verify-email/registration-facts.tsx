import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ExactTime } from "@/components/ui/exact-time";
import { deviceOf } from "@/lib/web/device";
import { Facts } from "../facts";

interface Props {
  name: string;
  organization: string;
  createdAt: Date;
  ip: string;
  userAgent: string;
}

/** What was registered, when and from where: by this its reader tells their own sign-up from another one. */
export async function RegistrationFacts({ name, organization, createdAt, ip, userAgent }: Props) {
  const t = await getTranslations("public");
  const device = deviceOf(userAgent);
  const facts: [string, ReactNode][] = [
    [t("verify.name"), name],
    [t("verify.organization"), organization],
    [t("verify.time"), <ExactTime key="time" date={createdAt} />],
    [t("verify.device"), [device.name ?? t("verify.unknownDevice"), device.system].filter(Boolean).join(", ")],
    [t("verify.ip"), ip],
  ];
  return <Facts facts={facts} />;
}
