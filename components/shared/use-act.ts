"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { toast } from "@/components/ui/toast";
import { useStepUp } from "./step-up";

/** Runs an action with re-authentication, toast and refresh. */
export function useAct() {
  const router = useRouter();
  const withProof = useStepUp();
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const act = (run: () => Promise<Outcome<unknown>>, done: string) =>
    startTransition(async () => {
      const result = await withProof(run);
      setError(result.ok ? null : withoutFields(result.error));
      if (result.ok) toast(done);
      router.refresh();
    });
  return { act, error, isPending };
}

/** Merges field errors into the message, because a button has no fields. */
function withoutFields(error: Refusal): Refusal {
  const sentences = Object.values(error.fieldErrors ?? {}).flat();
  return sentences.length === 0 ? error : { ...error, message: sentences.join(" "), fieldErrors: undefined };
}
