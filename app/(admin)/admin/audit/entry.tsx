import { ChevronDown } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { deviceIcons, deviceName } from "@/components/shared/device";
import { Badge, type BadgeTone } from "@/components/ui/badge";
import { ExactTime } from "@/components/ui/exact-time";
import type { NamedAuditEvent } from "@/lib/core/audit/audit-events";
import type { AuditActor } from "@/lib/values/audit";
import { deviceOf } from "@/lib/web/device";

const tones: Record<AuditActor, BadgeTone> = {
  user: "neutral",
  admin: "accent",
  api_key: "warning",
  system: "neutral",
  anonymous: "neutral",
};

export async function Entry({ item, words }: { item: NamedAuditEvent; words: string }) {
  const t = await getTranslations("audit");
  const security = await getTranslations("account.security");
  const device = deviceOf(item.userAgent);
  const Icon = deviceIcons[device.kind];
  const about = nameOf(item);
  return (
    <li className="border-t first:border-t-0">
      <details className="group">
        <summary className="flex min-h-11 gap-3 px-5 py-3 hover:bg-line/30">
          <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" strokeWidth={1.5} />
          <span className="wrap-anywhere min-w-0 flex-1">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span>
                <span className="font-medium">{words}</span>
                {about ? <span className="text-muted"> · {t("about", { name: about })}</span> : null}
              </span>
              <span className="text-muted text-sm">
                <ExactTime date={item.at} />
              </span>
            </span>
            <span className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
              <Badge tone={tones[item.actor.type]}>{t(`actors.${item.actor.type}`)}</Badge>
              {item.actor.id ? <span>{item.actor.label}</span> : null}
              {item.ip ? <span>{item.ip}</span> : null}
              {item.userAgent ? <span>{deviceName(device, security)}</span> : null}
            </span>
          </span>
          <ChevronDown
            aria-hidden
            className="mt-1 size-4 shrink-0 text-muted transition-transform group-open:rotate-180"
            strokeWidth={1.5}
          />
        </summary>
        <Facts item={item} device={item.userAgent ? deviceName(device, security) : null} />
      </details>
    </li>
  );
}

/** Names the target or, if that is the actor, the subject. */
function nameOf({ target, targetName, details, subjectId, subjectEmail, actor }: NamedAuditEvent): string | null {
  if (target?.type === "session") return null;
  if (target && target.id !== actor.id) {
    const said = [targetName, details.email, details.project, details.apiKey, details.name];
    const name = said.find((one): one is string => typeof one === "string" && one !== "");
    if (name) return name;
  }
  return subjectId && subjectId !== actor.id ? subjectEmail : null;
}

async function Facts({ item, device }: { item: NamedAuditEvent; device: string | null }) {
  const t = await getTranslations("audit");
  const { via, ...details } = item.details;
  const link = (query: Record<string, string>, label: string) => (
    <Link href={`/admin/audit?${new URLSearchParams(query)}`} prefetch={false} className="link text-sm">
      {label}
    </Link>
  );
  return (
    <dl className="wrap-anywhere grid gap-x-6 gap-y-2 border-t bg-background/60 px-5 py-4 text-sm sm:grid-cols-[11rem_1fr]">
      <Fact name={t("fields.at")}>
        <ExactTime date={item.at} /> · <span className="font-mono">{item.at}</span>
      </Fact>
      <Fact name={t("fields.actor")}>
        {item.actor.label || t(`actors.${item.actor.type}`)}
        {item.actor.id ? (
          <>
            {" "}
            <span className="font-mono text-muted">{item.actor.id}</span>{" "}
            {link({ person: item.actor.id }, t("more.actor"))}
          </>
        ) : null}
      </Fact>
      {item.target ? (
        <Fact name={t("fields.target")}>
          {t.has(`targets.${item.target.type}`) ? t(`targets.${item.target.type}`) : item.target.type}
          {item.targetName ? ` ${item.targetName}` : ""} <span className="font-mono text-muted">{item.target.id}</span>{" "}
          {link({ target: item.target.id, targetType: item.target.type }, t("more.target"))}
        </Fact>
      ) : null}
      {item.subjectId ? (
        <Fact name={t("fields.subject")}>
          {item.subjectEmail ? `${item.subjectEmail} ` : ""}
          <span className="font-mono text-muted">{item.subjectId}</span>{" "}
          {link({ target: item.subjectId }, t("more.subject"))}
        </Fact>
      ) : null}
      <Fact name={t("fields.ip")}>
        {item.ip || t("noIp")} {item.ip ? link({ ip: item.ip }, t("more.ip")) : null}
      </Fact>
      {device ? (
        <Fact name={t("fields.device")}>
          {device} <span className="text-muted">({item.userAgent})</span>
        </Fact>
      ) : null}
      <Fact name={t("fields.via")}>
        {typeof via !== "string" ? t("doorUnknown") : t.has(`via.${via}`) ? t(`via.${via}`) : via}
      </Fact>
      <Fact name={t("fields.requestId")}>
        <span className="font-mono">{item.requestId}</span>
      </Fact>
      <Fact name={t("fields.event")}>
        <span className="font-mono">{item.action}</span> <span className="font-mono text-muted">{item.id}</span>
      </Fact>
      <Fact name={t("fields.sequence")}>{item.sequence ?? t("fields.unsealed")}</Fact>
      {item.hash ? (
        <Fact name={t("fields.hash")}>
          <span className="font-mono text-muted">{item.hash}</span>
        </Fact>
      ) : null}
      {Object.keys(details).length > 0 ? (
        <Fact name={t("fields.details")}>
          <pre className="whitespace-pre-wrap font-mono">{JSON.stringify(details, null, 2)}</pre>
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
