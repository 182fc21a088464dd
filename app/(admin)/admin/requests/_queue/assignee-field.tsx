"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "@/components/ui/fields";
import { useQueueFrame } from "./queue-frame";

interface Props {
  /** Empty if unassigned. */
  value: string;
  disabled?: boolean;
  onChange: (id: string) => void;
}

export function AssigneeField({ value, disabled, onChange }: Props) {
  const t = useTranslations("queue.assign");
  const { people, me } = useQueueFrame();
  const others = people.filter(({ id }) => id !== me.id);
  return (
    <SelectField
      label={t("label")}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{t("nobody")}</option>
      <option value={me.id}>{t("me", { name: me.name })}</option>
      {others.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
