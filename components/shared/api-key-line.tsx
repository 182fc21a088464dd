"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";

export interface ApiKeyItem {
  id: string;
  name: string;
  prefix: string;
  lastFour: string;
  projects: { id: string; name: string }[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  state: "live" | "rotated" | "expired" | "revoked";
}

/** Turns amber this long before expiry. */
const soonMilliseconds = 7 * 24 * 60 * 60 * 1000;
const tones = { live: "success", rotated: "warning", expired: "neutral", revoked: "neutral" } as const;

interface Props {
  item: ApiKeyItem;
  /** Absent where rotation, which shows a new key, isn't allowed. */
  onRotate?: () => void;
  onRevoke: () => void;
}

export function ApiKeyLine({ item, onRotate, onRevoke }: Props) {
  const t = useTranslations("apiKeys");
  const { createdAt, expiresAt, lastFour, lastUsedAt, name, prefix, projects, state } = item;
  const isAlive = state === "live" || state === "rotated";
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 border-t px-5 py-4 first:border-t-0">
      <div className="grid min-w-0 flex-1 basis-60 gap-1">
        <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
          {name}
          <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
          {isAlive && expiresAt ? (
            <Expiry at={expiresAt} label={t(state === "live" ? "expires" : "worksUntil")} />
          ) : null}
        </p>
        <p className="wrap-anywhere text-muted text-sm">
          <span className="font-mono">
            {prefix}…{lastFour}
          </span>{" "}
          · {t("madeAt")} <RelativeTime date={createdAt} /> ·{" "}
          {lastUsedAt ? (
            <>
              {t("lastUsed")} <RelativeTime date={lastUsedAt} />
            </>
          ) : (
            t("neverUsed")
          )}
        </p>
        <p className="flex flex-wrap gap-1.5 empty:hidden">
          {projects.map((project) => (
            <Badge key={project.id}>{project.name}</Badge>
          ))}
        </p>
      </div>
      {isAlive ? (
        <div className="flex flex-wrap gap-2">
          {state === "live" && onRotate ? (
            <Button size="sm" aria-label={`${t("rotate")}: ${name}`} onClick={onRotate}>
              {t("rotate")}
            </Button>
          ) : null}
          <Button size="sm" aria-label={`${t("revoke")}: ${name}, …${lastFour}`} onClick={onRevoke}>
            {t("revoke")}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

function Expiry({ at, label }: { at: string; label: string }) {
  // Only the color uses the browser's clock.
  const isSoon = new Date(at).getTime() - Date.now() < soonMilliseconds;
  return (
    <span suppressHydrationWarning>
      <Badge tone={isSoon ? "warning" : "neutral"}>
        <span>
          {label} <RelativeTime date={at} />
        </span>
      </Badge>
    </span>
  );
}
