"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState, useTransition } from "react";
import type { z } from "zod";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useStepUp } from "@/components/shared/step-up";
import { Button } from "@/components/ui/button";
import type { updateSettingsSchema } from "@/lib/values/settings";

export type SettingsInput = z.input<typeof updateSettingsSchema>;
export type SaveSettings = (input: SettingsInput) => Promise<Outcome<unknown>>;

interface Props {
  title: string;
  text?: string;
  save: SaveSettings;
  read: (data: FormData) => SettingsInput;
  children: (errorOf: (name: keyof SettingsInput) => string | undefined) => ReactNode;
}

export function SettingsCard({ title, text, save, read, children }: Props) {
  const t = useTranslations("settings");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const [error, setError] = useState<Refusal | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [isPending, startTransition] = useTransition();
  return (
    <form
      method="post"
      noValidate
      className="grid gap-4 rounded border bg-surface p-5"
      onChange={() => setSaved(false)}
      onSubmit={(event) => {
        event.preventDefault();
        const input = read(new FormData(event.currentTarget));
        startTransition(async () => {
          const result = await withProof(() => save(input));
          setError(result.ok ? null : result.error);
          setSaved(result.ok);
          if (result.ok) router.refresh();
        });
      }}
    >
      <div>
        <h2>{title}</h2>
        {text ? <p className="text-muted text-sm">{text}</p> : null}
      </div>
      <FormError error={error} />
      {children((name) => error?.fieldErrors?.[name]?.join(" "))}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" size="sm" variant="primary" pending={isPending} pendingLabel={common("saving")}>
          {t("save")}
        </Button>
        <span aria-live="polite" className="text-sm text-success">
          {isSaved ? t("saved") : ""}
        </span>
      </div>
    </form>
  );
}
