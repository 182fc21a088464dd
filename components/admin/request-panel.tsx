"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { RelativeTime } from "@/components/ui/relative-time";
import { RejectDialog } from "./reject-dialog";
import { RequestAround } from "./request-around";
import { statusTones } from "./request-row";
import type { RequestActions, RequestDetail, RequestItem } from "./request-types";

interface Props {
  detail: RequestDetail;
  mode: string;
  actions: RequestActions;
  isRejecting: boolean;
  onReject: (isOpen: boolean) => void;
  /** A decision was made; what to say about it. */
  onDecided: (done: string) => void;
  /** Something else about the request has changed. */
  onChanged: (done: string) => void;
  /** Null when the request is not in the list. */
  onMove: ((by: 1 | -1) => void) | null;
}

type Act = "approve" | "resend" | "revoke" | "reopen";

/** The whole request, and what can be done about it now. */
export function RequestPanel(props: Props) {
  const { detail, mode, actions, isRejecting, onReject, onDecided, onChanged, onMove } = props;
  const t = useTranslations("admin");
  const call = useCall();
  const [note, setNote] = useState("");
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const { id, version, email, name, status } = detail;

  const run = (act: Act, work: () => Promise<Outcome<RequestItem>>) =>
    startTransition(async () => {
      const result = await call(work);
      setError(result.ok ? null : result.error);
      if (!result.ok) return;
      (act === "approve" ? onDecided : onChanged)(t(`done.${act}`, { email }));
    });

  return (
    <article className="grid gap-5 rounded border bg-surface p-5">
      <header className="grid gap-2">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <Badge tone={statusTones[status]}>{t(`status.${status}`)}</Badge>
          {onMove ? (
            <div className="flex gap-1">
              <Button size="sm" variant="ghost" onClick={() => onMove(-1)}>
                {t("previous")}
              </Button>
              <Button size="sm" variant="ghost" onClick={() => onMove(1)}>
                {t("next")}
              </Button>
            </div>
          ) : null}
        </div>
        <h2 className="wrap-anywhere">{name}</h2>
        <p className="wrap-anywhere text-muted">{email}</p>
      </header>
      <FormError error={error} />
      <Facts detail={detail} mode={mode} />
      {status === "pending" || status === "needs_info" || status === "snoozed" ? (
        <div className="grid gap-3 border-t pt-4">
          <TextAreaField
            label={t("approveNote")}
            rows={2}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              data-key="a"
              pending={isPending}
              pendingLabel={t("approving")}
              onClick={() =>
                run("approve", () => actions.approve({ id, version, ...(note.trim() ? { note: note.trim() } : {}) }))
              }
            >
              {t("approve")}
            </Button>
            <Button data-key="r" disabled={isPending} onClick={() => onReject(true)}>
              {t("reject")}
            </Button>
            <p className="text-muted text-sm">{t("approveEffect", { name })}</p>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap gap-2 border-t pt-4 empty:hidden">
          {status === "approved" || status === "expired" ? (
            <>
              <Button size="sm" pending={isPending} onClick={() => run("resend", () => actions.resend({ id }))}>
                {t("resend")}
              </Button>
              <Button size="sm" disabled={isPending} onClick={() => run("revoke", () => actions.revoke({ id }))}>
                {t("revoke")}
              </Button>
            </>
          ) : null}
          {status === "rejected" ? (
            <Button size="sm" pending={isPending} onClick={() => run("reopen", () => actions.reopen({ id }))}>
              {t("reopen")}
            </Button>
          ) : null}
        </div>
      )}
      <RequestAround detail={detail} addNote={actions.addNote} onNoted={() => onChanged(t("done.note"))} />
      <RejectDialog
        request={detail}
        isOpen={isRejecting}
        onOpenChange={onReject}
        reject={actions.reject}
        onDone={() => onDecided(t("done.reject"))}
      />
    </article>
  );
}

function Facts({ detail, mode }: { detail: RequestDetail; mode: string }) {
  const t = useTranslations("admin");
  const { token, decidedAt, decidedBy } = detail;
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      <Fact term={t("organization")}>{detail.organization}</Fact>
      <Fact term={t("buyerMode")}>{mode}</Fact>
      <Fact term={t("received")}>
        <RelativeTime date={detail.submittedAt} />
      </Fact>
      <Fact term={t("from")}>{detail.ip}</Fact>
      {decidedAt ? (
        <Fact term={t("decided")}>
          <RelativeTime date={decidedAt} /> {decidedBy ? t("by", { name: decidedBy.name }) : null}
        </Fact>
      ) : null}
      {token ? (
        <Fact term={t("link.title")}>
          {t(`link.${token.state}`)} {token.state === "open" ? <RelativeTime date={token.expiresAt} /> : null}
        </Fact>
      ) : null}
      <Fact term={t("useCase")} className="sm:col-span-2">
        <span className="whitespace-pre-line">{detail.useCase}</span>
      </Fact>
      {detail.rejectionReason ? <Fact term={t("reason")}>{detail.rejectionReason}</Fact> : null}
      {detail.approvalNote ? <Fact term={t("approveNote")}>{detail.approvalNote}</Fact> : null}
    </dl>
  );
}

function Fact({ term, className, children }: { term: string; className?: string; children: ReactNode }) {
  return (
    <div className={className}>
      <dt className="text-muted text-sm">{term}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}
