"use client";

import { ChevronDown, ChevronUp, Eye, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Hint } from "@/components/ui/hint";
import { Notice } from "@/components/ui/notice";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import * as actions from "../actions";
import { AgeBadge } from "./age-badge";
import { AssigneeField } from "./assignee-field";
import { PanelAround } from "./panel-around";
import { PanelDecide } from "./panel-decide";
import { PanelFacts } from "./panel-facts";
import { PanelLink } from "./panel-link";
import { PanelMenu } from "./panel-menu";
import { PanelTimeline } from "./panel-timeline";
import { useQueueFrame } from "./queue-frame";
import { Confirmed, Held, Signals } from "./signals";
import { isUndecided, StatusBadge } from "./status-badge";
import { usePresence } from "./use-presence";

interface Props {
  detail: AccessRequestDetail;
  onOpen: (id: string) => void;
  nav: ReactNode;
}

export function RequestPanel({ detail, onOpen, nav }: Props) {
  const t = useTranslations("queue");
  const { act } = useQueueFrame();
  const others = usePresence(detail);
  const { id, version, name, email, status, question, snoozedUntil } = detail;
  return (
    <article className="grid grid-cols-1 gap-5 p-5 max-lg:p-2">
      <header className="grid gap-2">
        {nav}
        <div className="flex flex-wrap items-center gap-2">
          <StatusBadge status={status} />
          <AgeBadge item={detail} />
        </div>
        <h2 className="wrap-anywhere">{name}</h2>
        <p className="wrap-anywhere flex items-center gap-1.5 text-muted">
          {email} <Confirmed item={detail} />
        </p>
        <div className="flex flex-wrap gap-1.5 empty:hidden">
          <Held item={detail} />
          <Signals signals={detail.signals} />
        </div>
        <p aria-live="polite" className="flex items-center gap-1.5 text-sm empty:hidden">
          {others.length > 0 ? (
            <>
              <Eye aria-hidden className="size-4 text-muted" strokeWidth={1.5} />
              {t("presence", { count: others.length, names: others.map((other) => other.name).join(", ") })}
            </>
          ) : null}
        </p>
      </header>
      {question ? (
        <Notice title={t("asked")}>
          <p className="wrap-anywhere whitespace-pre-line">{question}</p>
        </Notice>
      ) : null}
      {snoozedUntil ? (
        <Notice
          title={
            <>
              {t("snoozedUntil")} <RelativeTime date={snoozedUntil} />
            </>
          }
        >
          <Button
            size="sm"
            className="mt-2"
            onClick={() =>
              void act({ item: detail, run: () => actions.wake({ id, version }), done: t("done.wake", { name }) })
            }
          >
            {t("wake")}
          </Button>
        </Notice>
      ) : null}
      <PanelFacts detail={detail} />
      {isUndecided(status) ? <PanelDecide detail={detail} /> : <PanelLink detail={detail} />}
      <div className="flex flex-wrap items-end gap-3">
        <div className="min-w-44 flex-1">
          <AssigneeField
            value={detail.assignee?.id ?? ""}
            onChange={(assigneeId) =>
              void act({
                item: detail,
                run: () => actions.assign({ id, assigneeId: assigneeId || null }),
                done: t(assigneeId ? "done.assign" : "done.unassign"),
              })
            }
          />
        </div>
        <PanelMenu detail={detail} />
      </div>
      <PanelAround detail={detail} onOpen={onOpen} />
      <PanelTimeline detail={detail} />
    </article>
  );
}

interface NavProps {
  /** Null if the request isn't in the list. */
  onMove: ((by: 1 | -1) => void) | null;
  onClose: () => void;
}

export function PanelNav({ onMove, onClose }: NavProps) {
  const t = useTranslations("queue");
  return (
    <div className="flex items-center justify-between gap-2">
      <div className="flex gap-1">
        {onMove ? (
          <>
            <Hint label={t("previous")} keys="k">
              <Button size="sm" variant="ghost" onClick={() => onMove(-1)}>
                <ChevronUp aria-hidden className="size-4" strokeWidth={1.5} />
                {t("previous")}
              </Button>
            </Hint>
            <Hint label={t("next")} keys="j">
              <Button size="sm" variant="ghost" onClick={() => onMove(1)}>
                <ChevronDown aria-hidden className="size-4" strokeWidth={1.5} />
                {t("next")}
              </Button>
            </Hint>
          </>
        ) : null}
      </div>
      <Hint label={t("closePanel")} keys="Esc">
        <Button size="sm" variant="ghost" aria-label={t("closePanel")} onClick={onClose}>
          <X aria-hidden className="size-4" strokeWidth={1.5} />
        </Button>
      </Hint>
    </div>
  );
}
