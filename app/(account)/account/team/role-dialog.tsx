"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { MemberItem } from "@/components/shared/team-types";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/fields";
import { type TeamRole, teamRoles } from "@/lib/values/team-roles";

interface Props {
  member: MemberItem;
  onClose: () => void;
  onSave: (role: TeamRole) => void;
}

export function RoleDialog({ member, onClose, onSave }: Props) {
  const t = useTranslations("team");
  const common = useTranslations("common");
  const [role, setRole] = useState(member.role);
  const { name, isYou } = member;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={isYou ? t("changeOwnRoleTitle") : t("changeRoleTitle", { name })}
      description={isYou ? t("changeOwnRoleText") : t("changeRoleText", { name })}
    >
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (role === member.role) onClose();
          else onSave(role);
        }}
      >
        <SelectField
          label={t("role")}
          hint={t(`rolesText.${role}`)}
          value={role}
          onChange={(event) => setRole(roleOf(event.target.value))}
        >
          <RoleOptions />
        </SelectField>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary">
            {t("saveRole")}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {common("cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

export function RoleOptions({ roles = teamRoles }: { roles?: readonly TeamRole[] }) {
  const t = useTranslations("team");
  return roles.map((role) => (
    <option key={role} value={role}>
      {t(`roles.${role}`)}
    </option>
  ));
}

function roleOf(value: string): TeamRole {
  return teamRoles.find((role) => role === value) ?? "member";
}
