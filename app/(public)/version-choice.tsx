"use client";

import { type ReactNode, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";

interface Props {
  token: string;
  action: (input: { token: string; versionId: string }) => Promise<Outcome<unknown>>;
  /** `label` is the button's. */
  versions: { id: string; label: string; facts: ReactNode }[];
  pendingLabel: string;
  children: ReactNode;
  done: ReactNode;
  /** Replaces everything if the link expired, or absent to show the error. */
  dead?: ReactNode;
}

export function VersionChoice({ token, action, versions, pendingLabel, children, done, dead }: Props) {
  const call = useCall();
  const [state, setState] = useState<"open" | "done" | "dead">("open");
  const [chosen, setChosen] = useState<string | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  if (state === "done") return <Arrival>{done}</Arrival>;
  if (state === "dead") return <Arrival>{dead}</Arrival>;
  const choose = (versionId: string) => {
    setChosen(versionId);
    startTransition(async () => {
      setError(null);
      const result = await call(() => action({ token, versionId }));
      if (result.ok) setState("done");
      else if (dead && result.error.code === "token_invalid") setState("dead");
      else setError(result.error);
    });
  };
  return (
    <>
      {children}
      {versions.map(({ id, label, facts }) => (
        <form
          key={id}
          method="post"
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            choose(id);
          }}
        >
          {facts}
          <FormError error={chosen === id ? error : null} />
          <Button
            type="submit"
            variant={versions.length === 1 ? "primary" : "secondary"}
            pending={isPending && chosen === id}
            pendingLabel={pendingLabel}
          >
            {label}
          </Button>
        </form>
      ))}
    </>
  );
}
