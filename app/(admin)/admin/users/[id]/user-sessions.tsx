"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { deviceName } from "@/components/shared/device";
import { type SessionItem, SessionLine } from "@/components/shared/session-list";
import { useAct } from "@/components/shared/use-act";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

interface Props {
  user: { id: string; name: string };
  sessions: SessionItem[];
  end: (input: { id: string }) => Promise<Outcome<unknown>>;
  endAll: (input: { id: string }) => Promise<Outcome<unknown>>;
}

export function UserSessions({ user, sessions, end, endAll }: Props) {
  const t = useTranslations("users.sessionList");
  const words = useTranslations("account.security");
  const common = useTranslations("common");
  const { act, error, isPending } = useAct();
  const [asked, setAsked] = useState<SessionItem | "all" | null>(null);
  const answer = () => {
    setAsked(null);
    if (asked === "all") act(() => endAll({ id: user.id }), t("endedAll"));
    else if (asked) act(() => end({ id: asked.id }), words("ended"));
  };
  if (sessions.length === 0) return <p className="px-5 py-4 text-muted">{t("none")}</p>;
  return (
    <>
      {error ? (
        <div className="px-5 pt-4">
          <FormError error={error} />
        </div>
      ) : null}
      <ul aria-busy={isPending}>
        {sessions.map((session) => (
          <SessionLine key={session.id} session={session} onEnd={() => setAsked(session)} />
        ))}
      </ul>
      <div className="border-t px-5 py-4">
        <Button size="sm" pending={isPending} onClick={() => setAsked("all")}>
          {t("endAll")}
        </Button>
      </div>
      <Dialog
        open={asked !== null}
        onOpenChange={() => setAsked(null)}
        title={
          asked === "all" || asked === null
            ? t("endAllTitle", { name: user.name })
            : words("endTitle", { device: deviceName(asked.device, words) })
        }
        description={t(asked === "all" ? "endAllText" : "endText", { name: user.name })}
      >
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" onClick={answer}>
            {asked === "all" ? t("endAll") : words("end")}
          </Button>
          <Button variant="ghost" onClick={() => setAsked(null)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
