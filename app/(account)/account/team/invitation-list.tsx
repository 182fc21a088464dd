"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Act, InvitationItem } from "@/components/shared/team-types";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TeamRole } from "@/lib/values/team-roles";

interface Props {
  /** Reader's own role. */
  role: TeamRole;
  invitations: InvitationItem[];
  resend: Act<{ id: string }>;
  withdraw: Act<{ id: string }>;
}

export function InvitationList({ role, invitations, resend, withdraw }: Props) {
  const t = useTranslations("team");
  const common = useTranslations("common");
  const { act, error, isPending } = useAct();
  const [question, setQuestion] = useState<InvitationItem | null>(null);
  const close = () => setQuestion(null);
  return (
    <>
      <FormError error={error} />
      {invitations.length === 0 ? <p className="px-5 py-4 text-muted text-sm">{t("noInvitations")}</p> : null}
      <ul>
        {invitations.map((invitation) => (
          <InvitationLine key={invitation.id} invitation={invitation}>
            {role === "owner" || invitation.role !== "owner" ? (
              <div className="flex flex-wrap gap-2">
                <Button
                  size="sm"
                  pending={isPending}
                  aria-label={`${t("resend")}: ${invitation.email}`}
                  onClick={() => act(() => resend({ id: invitation.id }), t("resent"))}
                >
                  {t("resend")}
                </Button>
                <Button
                  size="sm"
                  pending={isPending}
                  aria-label={`${t("withdraw")}: ${invitation.email}`}
                  onClick={() => setQuestion(invitation)}
                >
                  {t("withdraw")}
                </Button>
              </div>
            ) : null}
          </InvitationLine>
        ))}
      </ul>
      <Dialog
        open={question !== null}
        onOpenChange={close}
        title={<span className="wrap-anywhere">{t("withdrawTitle", { email: question?.email ?? "" })}</span>}
        description={t("withdrawText")}
      >
        <div className="flex flex-wrap gap-2">
          <Button
            variant="danger"
            onClick={() => {
              close();
              if (question) act(() => withdraw({ id: question.id }), t("withdrawn"));
            }}
          >
            {t("withdrawAction")}
          </Button>
          <Button variant="ghost" onClick={close}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function InvitationLine({ invitation, children }: { invitation: InvitationItem; children: React.ReactNode }) {
  const t = useTranslations("team");
  const format = useFormatter();
  const { email, role, sentAt, expiresAt, isOver, invitedBy } = invitation;
  const date = format.dateTime(new Date(expiresAt), { day: "numeric", month: "short", year: "numeric" });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t px-5 py-4 first:border-t-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
          {email}
          <Badge>{t(`roles.${role}`)}</Badge>
          {isOver ? <Badge tone="warning">{t("over")}</Badge> : null}
        </p>
        <p className="wrap-anywhere text-muted text-sm">
          {t("sent")} <RelativeTime date={sentAt} />
          {invitedBy ? ` ${t("by", { name: invitedBy })}` : ""}
          {isOver ? "" : ` · ${t("until", { date })}`}
        </p>
      </div>
      {children}
    </li>
  );
}
