"use client";

import { useTranslations } from "next-intl";
import { SelectField } from "@/components/ui/fields";
import { type ReplyTemplate, useQueueFrame } from "./queue-frame";

interface Props {
  kind: ReplyTemplate["kind"];
  onPick: (text: string) => void;
}

export function TemplatePicker({ kind, onPick }: Props) {
  const t = useTranslations("queue");
  const { templates } = useQueueFrame();
  const fitting = templates.filter((template) => template.kind === kind);
  if (fitting.length === 0) return null;
  return (
    <SelectField
      label={t("template.label")}
      value=""
      onChange={(event) => {
        const picked = fitting.find(({ id }) => id === event.target.value);
        if (picked) onPick(picked.text);
      }}
    >
      <option value="">{t("template.choose")}</option>
      {fitting.map(({ id, title }) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </SelectField>
  );
}
