"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useEditing } from "@/components/shared/use-editing";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RuleItem } from "@/lib/core/access-requests/rules/rules";
import { RuleForm } from "./rule-form";
import { effectTones, type RuleActs } from "./rule-types";

interface Props {
  rule: RuleItem;
  position: number;
  isLast: boolean;
  acts: RuleActs;
  onMove: (by: 1 | -1) => void;
  onTurn: () => void;
  onRemove: () => void;
}

const shownPatterns = 3;

export function RuleRow({ rule, position, isLast, acts, onMove, onTurn, onRemove }: Props) {
  const t = useTranslations("accessRules");
  const common = useTranslations("common");
  const editing = useEditing();
  const [isRemoving, setRemoving] = useState(false);
  const { name, subject, patterns, effect, enabled, hits, lastHitAt } = rule;
  const more = patterns.length - shownPatterns;
  const what =
    subject === "list"
      ? patterns.slice(0, shownPatterns).join(", ") + (more > 0 ? ` ${t("morePatterns", { count: more })}` : "")
      : t(`subjects.${subject}`);
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <li className={`border-t px-5 py-4 first:border-t-0 ${editing.wasSaved ? "flash" : ""}`}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="flex flex-wrap items-center gap-2 font-medium text-base">
            <span className="text-muted tabular-nums">{position}.</span>
            <span className="wrap-anywhere">{name}</span>
            <Badge tone={enabled ? effectTones[effect] : "neutral"}>{t(`effects.${effect}`)}</Badge>
            {enabled ? null : <Badge>{t("off")}</Badge>}
          </h2>
          <p className="wrap-anywhere text-sm">{what}</p>
          <p className="text-muted text-sm">
            {t("hits", { count: hits })}
            {lastHitAt ? (
              <>
                {" "}
                {t("lastHit")} <RelativeTime date={lastHitAt} />
              </>
            ) : null}
          </p>
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: shortcut for the two buttons in it. */}
        <div className="flex flex-wrap items-center gap-1.5" onKeyDown={onKeyDown}>
          <Move label={t("up", { name })} isInert={position === 1} onClick={() => onMove(-1)}>
            <ArrowUp aria-hidden className="size-4" strokeWidth={1.5} />
          </Move>
          <Move label={t("down", { name })} isInert={isLast} onClick={() => onMove(1)}>
            <ArrowDown aria-hidden className="size-4" strokeWidth={1.5} />
          </Move>
          <Button size="sm" aria-label={`${t(enabled ? "turnOff" : "turnOn")}: ${name}`} onClick={onTurn}>
            {t(enabled ? "turnOff" : "turnOn")}
          </Button>
          <Button ref={editing.opener} size="sm" aria-label={`${t("edit")}: ${name}`} onClick={editing.open}>
            {t("edit")}
          </Button>
          <Button size="sm" variant="ghost" aria-label={`${t("remove")}: ${name}`} onClick={() => setRemoving(true)}>
            {t("remove")}
          </Button>
        </div>
      </div>
      {editing.isEditing ? (
        <div className="rise mt-4 border-t pt-4">
          <RuleForm
            rule={rule}
            save={(form) => acts.update({ id: rule.id, rule: form })}
            dryRun={acts.dryRun}
            onClose={editing.cancel}
            onSaved={editing.saved}
          />
        </div>
      ) : null}
      <Dialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title={t("removeTitle", { name })}
        description={t("removeText")}
      >
        <div className="flex flex-wrap gap-2">
          <Button
            variant="danger"
            onClick={() => {
              setRemoving(false);
              onRemove();
            }}
          >
            {t("removeRule")}
          </Button>
          <Button variant="ghost" onClick={() => setRemoving(false)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </li>
  );
}

/** Keeps focus at the end of the list, where it does nothing. */
function Move(props: { label: string; isInert: boolean; onClick: () => void; children: ReactNode }) {
  const { label, isInert, onClick, children } = props;
  return (
    <Button
      size="sm"
      variant="ghost"
      className="w-8 px-0! pointer-coarse:w-11"
      aria-label={label}
      title={label}
      aria-disabled={isInert}
      onClick={isInert ? undefined : onClick}
    >
      {children}
    </Button>
  );
}
