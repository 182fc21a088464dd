"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { toast } from "@/components/ui/toast";
import { useStepUp } from "./step-up";

/** One press of a button that acts on people: asks for a proof where one is due, says how it ended, shows what is. */
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

/** A button has no field that could say what is wrong with the input, so the error's own sentence gives way to those. */
function withoutFields(error: Refusal): Refusal {
  const sentences = Object.values(error.fieldErrors ?? {}).flat();
  return sentences.length === 0 ? error : { ...error, message: sentences.join(" "), fieldErrors: undefined };
}
