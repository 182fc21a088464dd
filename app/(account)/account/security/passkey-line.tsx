"use client";

import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Outcome } from "@/components/forms/outcome";
import { useEditing } from "@/components/shared/use-editing";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { lazily } from "@/components/ui/lazily";
import { RelativeTime } from "@/components/ui/relative-time";

const PasskeyRenameForm = lazily(async () => (await import("./passkey-rename-form")).PasskeyRenameForm);

export interface PasskeyItem {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
  synced: boolean;
}

interface Props {
  passkey: PasskeyItem;
  rename: (input: { id: string; name: string }) => Promise<Outcome<unknown>>;
  isRemoving: boolean;
  onRemove: () => void;
}

export function PasskeyLine({ passkey, rename, isRemoving, onRemove }: Props) {
  const t = useTranslations("passkeys");
  const editing = useEditing();
  const { name, createdAt, lastUsedAt, synced } = passkey;
  return (
    <li className={cn("border-t px-5 py-4 first:border-t-0", editing.wasSaved && "flash")}>
      {editing.isEditing ? (
        <PasskeyRenameForm passkey={passkey} rename={rename} editing={editing} />
      ) : (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
          <div className="flex min-w-0 flex-1 basis-60 gap-3">
            <KeyRound aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" strokeWidth={1.5} />
            <div className="min-w-0">
              <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
                {name}
                {synced ? <Badge>{t("synced")}</Badge> : null}
              </p>
              <p className="text-muted text-sm">
                {t("addedOn")} <RelativeTime date={createdAt} /> ·{" "}
                {lastUsedAt ? (
                  <>
                    {t("lastUsed")} <RelativeTime date={lastUsedAt} />
                  </>
                ) : (
                  t("neverUsed")
                )}
              </p>
            </div>
          </div>
          <div className="flex flex-wrap gap-2">
            <Button ref={editing.opener} size="sm" aria-label={`${t("rename")}: ${name}`} onClick={editing.open}>
              {t("rename")}
            </Button>
            <Button size="sm" pending={isRemoving} aria-label={`${t("remove")}: ${name}`} onClick={onRemove}>
              {t("remove")}
            </Button>
          </div>
        </div>
      )}
    </li>
  );
}
