"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { announceSignOut } from "@/components/shell/session-keeper";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { type DeviceView, deviceIcons, deviceName } from "./device";
import { useStepUp } from "./step-up";

export interface SessionItem {
  id: string;
  audience: string;
  createdAt: Date;
  lastSeenAt: Date;
  startedWith: "PASSWORD" | "SETUP" | "SSO" | "PASSKEY";
  device: DeviceView;
  ip: string;
  current: boolean;
}

interface Props {
  sessions: SessionItem[];
  end: (input: { id: string }) => Promise<Outcome<unknown>>;
  endOthers: (input: Record<string, never>) => Promise<Outcome<unknown>>;
  endAll: (input: Record<string, never>) => Promise<Outcome<unknown>>;
}

type Question = { kind: "one"; session: SessionItem } | { kind: "others" } | { kind: "all" };

export function SessionList({ sessions, end, endOthers, endAll }: Props) {
  const t = useTranslations("account.security");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const [question, setQuestion] = useState<Question | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const others = sessions.filter(({ current }) => !current).length;
  const answer = (asked: Question) => {
    // Closes the dialog first, because the transition may open the re-authentication dialog.
    setQuestion(null);
    startTransition(async () => {
      const acts = { one: () => end({ id: idOf(asked) }), others: () => endOthers({}), all: () => endAll({}) };
      const result = await withProof<unknown>(acts[asked.kind]);
      setError(result.ok ? null : result.error);
      if (result.ok && asked.kind === "all") return leave();
      if (result.ok) toast(t("ended"));
      router.refresh();
    });
  };

  return (
    <>
      <FormError error={error} />
      <ul>
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={() => setQuestion({ kind: "one", session })} />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 border-t px-5 py-4">
        {others > 0 ? (
          <Button size="sm" pending={isPending} onClick={() => setQuestion({ kind: "others" })}>
            {t("endOthers", { count: others })}
          </Button>
        ) : null}
        <Button size="sm" disabled={isPending} onClick={() => setQuestion({ kind: "all" })}>
          {t("endAll")}
        </Button>
      </div>
      <Dialog
        open={question !== null}
        onOpenChange={() => setQuestion(null)}
        title={
          question?.kind === "one"
            ? t("endTitle", { device: deviceName(question.session.device, t) })
            : t(question?.kind === "all" ? "endAllTitle" : "endOthersTitle")
        }
        description={
          question?.kind === "one"
            ? t("endText")
            : t(question?.kind === "all" ? "endAllText" : "endOthersText", { count: others })
        }
      >
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" onClick={() => question && answer(question)}>
            {t(question?.kind === "one" ? "end" : question?.kind === "all" ? "endAll" : "endOthersAction")}
          </Button>
          <Button variant="ghost" onClick={() => setQuestion(null)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

export function SessionLine({ session, onEnd }: { session: SessionItem; onEnd: () => void }) {
  const t = useTranslations("account.security");
  const device = deviceName(session.device, t);
  const Icon = deviceIcons[session.device.kind];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t px-5 py-4 first:border-t-0">
      <div className="flex min-w-0 flex-1 basis-60 gap-3">
        <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-muted" strokeWidth={1.5} />
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-2 font-medium">
            {device}
            {session.current ? <Badge tone="accent">{t("thisDevice")}</Badge> : null}
          </p>
          <p className="wrap-anywhere text-muted text-sm">
            {session.ip} · {t("lastSeen")} <RelativeTime date={session.lastSeenAt} /> · {t("signedIn")}{" "}
            <RelativeTime date={session.createdAt} />
            {" · "}
            {t(`startedWith.${session.startedWith}`)}
            {session.audience === "pacspace" ? "" : ` · ${t("via.other", { audience: session.audience })}`}
          </p>
        </div>
      </div>
      {session.current ? null : (
        <Button size="sm" aria-label={`${t("end")}: ${device}, ${session.ip}`} onClick={onEnd}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}

function idOf(question: Question): string {
  return question.kind === "one" ? question.session.id : "";
}

function leave(): void {
  announceSignOut();
  window.location.replace("/login?reason=signed_out");
}
