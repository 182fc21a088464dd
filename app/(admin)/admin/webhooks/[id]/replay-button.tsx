"use client";

import { FormError } from "@/components/forms/form-error";
import type { Outcome } from "@/components/forms/outcome";
import { useAct } from "@/components/shared/use-act";
import { Button } from "@/components/ui/button";

interface Props {
  id: string;
  replay: (input: { id: string }) => Promise<Outcome<unknown>>;
  words: { label: string; done: string };
}

export function ReplayButton({ id, replay, words }: Props) {
  const { act, error, isPending } = useAct();
  return (
    <div className="grid gap-2">
      {error ? <FormError error={error} /> : null}
      <Button size="sm" className="w-fit" pending={isPending} onClick={() => act(() => replay({ id }), words.done)}>
        {words.label}
      </Button>
    </div>
  );
}
