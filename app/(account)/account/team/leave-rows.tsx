"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Act, MemberItem } from "@/components/shared/team-types";
import { useAct } from "@/components/shared/use-act";
import { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { SelectField } from "@/components/ui/fields";
import { SettingsRow } from "@/components/ui/settings-row";

interface HandOverProps {
  others: MemberItem[];
  handOver: Act<{ memberId: string }>;
}

export function HandOverRow({ others, handOver }: HandOverProps) {
  const t = useTranslations("team");
  const common = useTranslations("common");
  const editing = useEditing();
  const { act, error, isPending } = useAct();
  const [memberId, setMemberId] = useState(others[0]?.id ?? "");
  return (
    <SettingsRow
      title={t("handOver")}
      description={t("handOverText")}
      action={
        editing.isEditing ? null : (
          <Button ref={editing.opener} size="sm" pending={isPending} onClick={editing.open}>
            {t("handOver")}
          </Button>
        )
      }
    >
      {error ? <FormError error={error} /> : null}
      {editing.isEditing ? (
        <form
          method="post"
          className="grid max-w-[400px] gap-4"
          onKeyDown={editing.onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            editing.cancel();
            act(() => handOver({ memberId }), t("handedOver"));
          }}
        >
          <SelectField
            label={t("handOverTo")}
            autoFocus
            value={memberId}
            onChange={(event) => setMemberId(event.target.value)}
          >
            {others.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {`${name} · ${email}`}
              </option>
            ))}
          </SelectField>
          <div className="flex gap-2">
            <Button type="submit" size="sm" variant="danger">
              {t("handOverAction")}
            </Button>
            <Button size="sm" variant="ghost" onClick={editing.cancel}>
              {common("cancel")}
            </Button>
          </div>
        </form>
      ) : null}
    </SettingsRow>
  );
}

interface LeaveProps {
  organization: string;
  name: string;
  /** Blocks leaving until there is another owner. */
  isLastOwner: boolean;
  leave: Act<Record<string, never>>;
}

export function LeaveRow({ organization, name, isLastOwner, leave }: LeaveProps) {
  const t = useTranslations("team");
  const common = useTranslations("common");
  const { act, error, isPending } = useAct();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <SettingsRow
        title={t("leave")}
        description={t(isLastOwner ? "leaveLastText" : "leaveText")}
        action={
          isLastOwner ? null : (
            <Button size="sm" pending={isPending} onClick={() => setAsking(true)}>
              {t("leave")}
            </Button>
          )
        }
      >
        {error ? <FormError error={error} /> : null}
      </SettingsRow>
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("leaveTitle", { organization })}
        description={t("leaveQuestion", { organization, name })}
      >
        <div className="flex flex-wrap gap-2">
          <Button
            variant="danger"
            onClick={() => {
              setAsking(false);
              act(() => leave({}), t("left"));
            }}
          >
            {t("leave")}
          </Button>
          <Button variant="ghost" onClick={() => setAsking(false)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
