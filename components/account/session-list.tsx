"use client";

import Bowser from "bowser";
import { Laptop, Smartphone, Terminal } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { useStepUp } from "./step-up";

export interface SessionItem {
  id: string;
  audience: string;
  createdAt: Date;
  lastSeenAt: Date;
  userAgent: string;
  ip: string;
  current: boolean;
}

interface Props {
  sessions: SessionItem[];
  end: (input: { id: string }) => Promise<Outcome<unknown>>;
  endOthers: (input: Record<string, never>) => Promise<Outcome<unknown>>;
}

type Question = { kind: "one"; session: SessionItem } | { kind: "others" };

/** Where the account is signed in, this device first; one or all others can be ended, at once. */
export function SessionList({ sessions, end, endOthers }: Props) {
  const t = useTranslations("account.security");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const [question, setQuestion] = useState<Question | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const others = sessions.filter(({ current }) => !current).length;
  const answer = (asked: Question) =>
    startTransition(async () => {
      setQuestion(null);
      const result = await withProof<unknown>(() =>
        asked.kind === "one" ? end({ id: asked.session.id }) : endOthers({}),
      );
      setError(result.ok ? null : result.error);
      if (result.ok) toast(t("ended"));
      router.refresh();
    });

  return (
    <>
      <FormError error={error} />
      <ul>
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={() => setQuestion({ kind: "one", session })} />
        ))}
      </ul>
      {others > 0 ? (
        <div className="border-t px-5 py-4">
          <Button size="sm" pending={isPending} onClick={() => setQuestion({ kind: "others" })}>
            {t("endOthers", { count: others })}
          </Button>
        </div>
      ) : null}
      <Dialog
        open={question !== null}
        onOpenChange={() => setQuestion(null)}
        title={
          question?.kind === "one"
            ? t("endTitle", { device: deviceOf(question.session.userAgent, t) })
            : t("endOthersTitle")
        }
        description={question?.kind === "one" ? t("endText") : t("endOthersText", { count: others })}
      >
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" onClick={() => question && answer(question)}>
            {t(question?.kind === "one" ? "end" : "endOthersAction")}
          </Button>
          <Button variant="ghost" onClick={() => setQuestion(null)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function SessionLine({ session, onEnd }: { session: SessionItem; onEnd: () => void }) {
  const t = useTranslations("account.security");
  const device = deviceOf(session.userAgent, t);
  const Icon = iconOf(session.userAgent);
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

type Words = ReturnType<typeof useTranslations<"account.security">>;

/** "Firefox on Linux", as far as the browser says. */
export function deviceOf(userAgent: string, t: Words): string {
  if (userAgent === "") return t("unknownDevice");
  const { browser, os } = Bowser.parse(userAgent);
  if (browser.name && os.name) return t("on_system", { browser: browser.name, system: os.name });
  return browser.name || userAgent.slice(0, 40);
}

function iconOf(userAgent: string) {
  if (userAgent === "") return Terminal;
  const { platform } = Bowser.parse(userAgent);
  if (platform.type === "mobile" || platform.type === "tablet") return Smartphone;
  return platform.type === "desktop" ? Laptop : Terminal;
}
