"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { Button } from "@/components/ui/button";

interface Props {
  submit: string;
  submitting: string;
  isDangerous?: boolean;
  isReady?: boolean;
  run: () => Promise<Outcome<unknown>>;
  onClose: () => void;
  /** Defaults to `onClose`. */
  onCancel?: () => void;
  children: ReactNode;
}

/** Closes unless `run` returns an error. */
export function QuestionForm({ submit, submitting, isReady = true, run, onClose, ...props }: Props) {
  const common = useTranslations("common");
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  return (
    <form
      method="post"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        startTransition(async () => {
          const result = await run();
          setError(result.ok ? null : result.error);
          if (result.ok) onClose();
        });
      }}
    >
      <FormError error={error} />
      {props.children}
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          variant={props.isDangerous ? "danger" : "primary"}
          disabled={!isReady}
          pending={isPending}
          pendingLabel={submitting}
        >
          {submit}
        </Button>
        <Button variant="ghost" onClick={props.onCancel ?? onClose}>
          {common("cancel")}
        </Button>
      </div>
    </form>
  );
}
