"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useAct } from "@/components/shared/use-act";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/fields";
import { SettingsRow } from "@/components/ui/settings-row";
import { type ConsoleRole, consoleRoles } from "@/lib/values/users";

interface Props {
  user: { id: string; name: string; role: ConsoleRole };
  change: (input: { id: string; role: ConsoleRole }) => Promise<Outcome<unknown>>;
}

export function RoleRow({ user, change }: Props) {
  const t = useTranslations("users");
  const [isOpen, setOpen] = useState(false);
  const { act, error, isPending } = useAct();
  return (
    <SettingsRow
      title={t("role.title")}
      description={t(`role.${user.role}Text`)}
      state={<Badge tone={user.role === "user" ? "neutral" : "accent"}>{t(`consoleRoles.${user.role}`)}</Badge>}
      action={
        <Button size="sm" pending={isPending} onClick={() => setOpen(true)}>
          {t("role.change")}
        </Button>
      }
    >
      {error ? <FormError error={error} /> : null}
      {isOpen ? (
        <RoleDialog
          user={user}
          onClose={() => setOpen(false)}
          onSave={(role) => {
            setOpen(false);
            act(() => change({ id: user.id, role }), t("role.saved"));
          }}
        />
      ) : null}
    </SettingsRow>
  );
}

interface DialogProps {
  user: Props["user"];
  onClose: () => void;
  onSave: (role: ConsoleRole) => void;
}

function RoleDialog({ user, onClose, onSave }: DialogProps) {
  const t = useTranslations("users");
  const common = useTranslations("common");
  const [role, setRole] = useState(user.role);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("role.dialogTitle", { name: user.name })}
      description={t("role.dialogText", { name: user.name })}
    >
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (role === user.role) onClose();
          else onSave(role);
        }}
      >
        <SelectField
          label={t("role.title")}
          hint={t(`role.${role}Text`)}
          value={role}
          onChange={(event) => setRole(consoleRoles.find((one) => one === event.target.value) ?? "user")}
        >
          {consoleRoles.map((one) => (
            <option key={one} value={one}>
              {t(`consoleRoles.${one}`)}
            </option>
          ))}
        </SelectField>
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary">
            {t("role.save")}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {common("cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
