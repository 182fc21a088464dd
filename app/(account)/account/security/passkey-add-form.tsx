"use client";

import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from "@simplewebauthn/browser";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useActionForm } from "@/components/forms/use-action-form";
import { makePasskey, type NoAnswer } from "@/components/shared/browser";
import { NoAnswerRemark } from "@/components/shared/passkey-button";
import { useStepUp } from "@/components/shared/step-up";
import type { useEditing } from "@/components/shared/use-editing";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/fields";
import { toast } from "@/components/ui/toast";

export interface AddActions {
  start: (input: Record<string, never>) => Promise<Outcome<PublicKeyCredentialCreationOptionsJSON>>;
  finish: (input: { name: string; response: RegistrationResponseJSON }) => Promise<Outcome<unknown>>;
}

export interface AddPasskey {
  actions: AddActions;
  editing: ReturnType<typeof useEditing>;
  /** Name derived from the user agent. */
  suggestedName: string;
}

export function PasskeyAddForm({ actions, editing, suggestedName }: AddPasskey) {
  const t = useTranslations("passkeys");
  const common = useTranslations("common");
  const withProof = useStepUp();
  const [noAnswer, setNoAnswer] = useState<NoAnswer | null>(null);
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: async () => (await import("@/lib/values/passkeys")).namePasskeySchema,
    defaultValues: { name: suggestedName },
    action: ({ name }) => add(name),
    onSuccess: (isAdded) => {
      if (!isAdded) return;
      toast(t("added"));
      editing.saved();
    },
  });

  /** Returns false if the browser's dialog was closed, which is not an error. */
  async function add(name: string): Promise<Outcome<boolean>> {
    setNoAnswer(null);
    const question = await withProof(() => actions.start({}));
    if (!question.ok) return question;
    const made = await makePasskey(question.value);
    if (!made.ok) {
      setNoAnswer(made.reason);
      return { ok: true, value: false };
    }
    const added = await withProof(() => actions.finish({ name, response: made.answer }));
    return added.ok ? { ok: true, value: true } : added;
  }

  return (
    <form
      method="post"
      noValidate
      className="rise grid max-w-[400px] gap-4"
      onSubmit={onSubmit}
      onKeyDown={editing.onKeyDown}
    >
      <FormError error={formError} />
      <TextField label={t("name")} hint={t("nameHint")} autoFocus autoComplete="off" {...field("name")} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="sm" variant="primary" pending={isPending} pendingLabel={t("waiting")}>
          {t("continue")}
        </Button>
        <Button size="sm" variant="ghost" onClick={editing.cancel}>
          {common("cancel")}
        </Button>
      </div>
      <NoAnswerRemark reason={noAnswer} />
    </form>
  );
}
