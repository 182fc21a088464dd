import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ExactTime } from "@/components/ui/exact-time";
import { deviceOf } from "@/lib/web/device";

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
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 rounded border bg-surface p-4 text-sm">
      {facts.map(([term, value]) => (
        <div key={term} className="contents">
          <dt className="text-muted">{term}</dt>
          <dd className="wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
