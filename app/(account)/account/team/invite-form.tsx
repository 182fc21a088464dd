"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { useStepUp } from "@/components/shared/step-up";
import type { Act } from "@/components/shared/team-types";
import { Button } from "@/components/ui/button";
import { SelectField, TextField } from "@/components/ui/fields";
import { toast } from "@/components/ui/toast";
import type { TeamRole } from "@/lib/values/team-roles";
import { RoleOptions } from "./role-dialog";

const givenBy = { owner: ["member", "admin", "owner"], admin: ["member", "admin"], member: [] } as const;

interface Props {
  /** Reader's own role. */
  role: TeamRole;
  send: Act<{ email: string; role: TeamRole }>;
}

export function InviteForm({ role, send }: Props) {
  const t = useTranslations("team");
  const router = useRouter();
  const withProof = useStepUp();
  const { field, form, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/team")).inviteSchema,
    defaultValues: { email: "", role: "member" },
    action: (values) => withProof(() => send(values)),
    onSuccess: (_value, { email, role: given }) => {
      form.reset({ email: "", role: given });
      form.setFocus("email");
      toast(t("invited", { email }));
      router.refresh();
    },
  });
  return (
    <form method="post" noValidate className="grid gap-4 border-t px-5 py-4" onSubmit={onSubmit}>
      <h3 className="font-medium">{t("invite")}</h3>
      <FormError error={formError} />
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,220px)]">
        <TextField label={t("email")} type="email" autoComplete="off" inputMode="email" {...field("email")} />
        <SelectField label={t("role")} hint={t(`rolesText.${form.watch("role")}`)} {...field("role")}>
          <RoleOptions roles={givenBy[role]} />
        </SelectField>
      </div>
      <div>
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={t("sending")}>
          {t("sendInvitation")}
        </Button>
      </div>
    </form>
  );
}
