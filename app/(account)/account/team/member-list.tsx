"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Act, MemberItem } from "@/components/shared/team-types";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TeamRole } from "@/lib/values/team-roles";
import { RoleDialog } from "./role-dialog";

interface Props {
  organization: string;
  /** Reader's own role. */
  role: TeamRole;
  members: MemberItem[];
  changeRole: Act<{ id: string; role: TeamRole }>;
  remove: Act<{ id: string }>;
}

type Question = { kind: "role" | "remove"; member: MemberItem };

export function MemberList({ organization, role, members, changeRole, remove }: Props) {
  const t = useTranslations("team");
  const common = useTranslations("common");
  const { act, error, isPending } = useAct();
  const [question, setQuestion] = useState<Question | null>(null);
  const close = () => setQuestion(null);
  const hasOtherOwner = members.some((member) => member.role === "owner" && !member.isYou);
  const mayRemove = (member: MemberItem) =>
    !member.isYou && (role === "owner" || (role === "admin" && member.role !== "owner"));
  return (
    <>
      <FormError error={error} />
      <ul>
        {members.map((member) => (
          <MemberLine
            key={member.id}
            member={member}
            isPending={isPending}
            {...(role === "owner" && (!member.isYou || hasOtherOwner)
              ? { onRole: () => setQuestion({ kind: "role", member }) }
              : {})}
            {...(mayRemove(member) ? { onRemove: () => setQuestion({ kind: "remove", member }) } : {})}
          />
        ))}
      </ul>
      {question?.kind === "role" ? (
        <RoleDialog
          member={question.member}
          onClose={close}
          onSave={(chosen) => {
            close();
            act(() => changeRole({ id: question.member.id, role: chosen }), t("roleSaved"));
          }}
        />
      ) : null}
      <Dialog
        open={question?.kind === "remove"}
        onOpenChange={close}
        title={t("removeTitle", { name: question?.member.name ?? "", organization })}
        description={t("removeText", { name: question?.member.name ?? "", email: question?.member.email ?? "" })}
      >
        <div className="flex flex-wrap gap-2">
          <Button
            variant="danger"
            className="h-auto! min-h-10 whitespace-normal! wrap-anywhere pointer-coarse:min-h-11"
            onClick={() => {
              close();
              if (question) act(() => remove({ id: question.member.id }), t("removed"));
            }}
          >
            {t("removeAction", { name: question?.member.name ?? "" })}
          </Button>
          <Button variant="ghost" onClick={close}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

interface LineProps {
  member: MemberItem;
  isPending: boolean;
  /** Absent if not allowed. */
  onRole?: () => void;
  onRemove?: () => void;
}

function MemberLine({ member, isPending, onRole, onRemove }: LineProps) {
  const t = useTranslations("team");
  const { name, email, role, joinedAt, isYou } = member;
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t px-5 py-4 first:border-t-0">
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere flex flex-wrap items-center gap-2 font-medium">
          {name}
          <Badge>{t(`roles.${role}`)}</Badge>
          {isYou ? <Badge tone="accent">{t("you")}</Badge> : null}
        </p>
        <p className="wrap-anywhere text-muted text-sm">
          {email} · {t("joined")} <RelativeTime date={joinedAt} />
        </p>
      </div>
      {onRole || onRemove ? (
        <div className="flex flex-wrap gap-2">
          {onRole ? (
            <Button size="sm" pending={isPending} aria-label={`${t("changeRole")}: ${name}`} onClick={onRole}>
              {t("changeRole")}
            </Button>
          ) : null}
          {onRemove ? (
            <Button size="sm" pending={isPending} aria-label={`${t("remove")}: ${name}`} onClick={onRemove}>
              {t("remove")}
            </Button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
