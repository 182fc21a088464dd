"use client";

import { useTranslations } from "next-intl";
import { useId, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { NativeSelect } from "@/components/ui/input";
import { SettingsRow } from "@/components/ui/settings-row";
import { requestNoticesValues } from "@/lib/values/request-notices";

type Notices = (typeof requestNoticesValues)[number];

interface Props {
  value: Notices;
  save: (input: { requestNotices: Notices }) => Promise<Outcome<unknown>>;
}

export function NoticesRow({ value, save }: Props) {
  const t = useTranslations("settings.notices");
  const call = useCall();
  const id = useId();
  const [chosen, setChosen] = useState(value);
  const [said, setSaid] = useState("");
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const onChange = (typed: string) => {
    const wanted = requestNoticesValues.find((known) => known === typed) ?? chosen;
    setChosen(wanted);
    startTransition(async () => {
      const result = await call(() => save({ requestNotices: wanted }));
      setError(result.ok ? null : result.error);
      setSaid(result.ok ? t("saved") : "");
      if (!result.ok) setChosen(chosen);
    });
  };
  return (
    <SettingsRow
      title={t("title")}
      description={t("text")}
      action={
        <>
          <span aria-live="polite" className="text-sm text-success">
            {said}
          </span>
          <label htmlFor={id} className="sr-only">
            {t("title")}
          </label>
          <NativeSelect id={id} value={chosen} aria-busy={isPending} onChange={(event) => onChange(event.target.value)}>
            {requestNoticesValues.map((notices) => (
              <option key={notices} value={notices}>
                {t(notices)}
              </option>
            ))}
          </NativeSelect>
        </>
      }
    >
      <FormError error={error} />
    </SettingsRow>
  );
}
