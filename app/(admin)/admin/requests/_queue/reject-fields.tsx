"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { TextAreaField } from "@/components/ui/fields";
import { type Rejection, useQueueFrame } from "./queue-frame";
import { TemplatePicker } from "./template-picker";

export const noRejection: Rejection = { reason: "", notify: true, internalNote: "" };

/** Drops empty fields. */
export function toRejection({ reason, notify, internalNote }: Rejection) {
  return {
    notify,
    ...(reason.trim() ? { reason: reason.trim() } : {}),
    ...(internalNote.trim() ? { internalNote: internalNote.trim() } : {}),
  };
}

interface Props {
  value: Rejection;
  onChange: (value: Rejection) => void;
}

export function RejectFields({ value, onChange }: Props) {
  const t = useTranslations("queue");
  const { mails } = useQueueFrame();
  return (
    <>
      <TemplatePicker kind="rejection_reason" onPick={(reason) => onChange({ ...value, reason })} />
      <TextAreaField
        label={t("reason")}
        hint={t("reasonHint")}
        rows={3}
        maxLength={1000}
        autoFocus
        value={value.reason}
        onChange={(event) => onChange({ ...value, reason: event.target.value })}
      />
      {mails.rejections ? (
        <Checkbox
          label={t("notify")}
          checked={value.notify}
          onChange={(event) => onChange({ ...value, notify: event.target.checked })}
        />
      ) : (
        <p className="text-muted text-sm">{t("rejectionsUnmailed")}</p>
      )}
      <TextAreaField
        label={t("internalNote")}
        hint={t("internalNoteHint")}
        rows={2}
        maxLength={2000}
        value={value.internalNote}
        onChange={(event) => onChange({ ...value, internalNote: event.target.value })}
      />
    </>
  );
}
