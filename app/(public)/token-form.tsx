"use client";

import { type ReactNode, useEffect, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Arrival } from "@/components/shell/arrival";
import { Button } from "@/components/ui/button";

interface Props {
  token: string;
  label: string;
  pendingLabel: string;
  action: (input: { token: string }) => Promise<Outcome<unknown>>;
  children: ReactNode;
  /** Replaces everything on success, or when the link was used or expired. */
  done: ReactNode;
  dead: ReactNode;
  /** Whether the link was dead on open, which must outlive Next's re-render after a cookie is set. */
  isDead?: boolean;
}

/** Changes nothing until the button is pressed, and moves the token from the address bar to memory. */
export function TokenForm({ token, label, pendingLabel, action, children, done, dead, isDead = false }: Props) {
  const call = useCall();
  const [state, setState] = useState<"open" | "done" | "dead">(isDead ? "dead" : "open");
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  useHiddenToken();
  if (state === "done") return <Arrival>{done}</Arrival>;
  if (state === "dead") return <Arrival>{dead}</Arrival>;
  return (
    <>
      {children}
      <form
        method="post"
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          startTransition(async () => {
            setError(null);
            const result = await call(() => action({ token }));
            const next = result.ok ? nextPathOf(result.value) : null;
            if (next !== null) window.location.replace(next);
            else if (result.ok) setState("done");
            else if (result.error.code === "token_invalid") setState("dead");
            else setError(result.error);
          });
        }}
      >
        <FormError error={error} />
        <Button type="submit" variant="primary" pending={isPending} pendingLabel={pendingLabel}>
          {label}
        </Button>
      </form>
    </>
  );
}

/** Returns the page that the action leads to, if any. */
function nextPathOf(value: unknown): string | null {
  return typeof value === "object" && value !== null && "nextPath" in value ? String(value.nextPath) : null;
}

/** Removes the token or ticket from the address bar and history. */
export function useHiddenToken(): void {
  useEffect(() => {
    if (/[?&](token|ticket)=/.test(window.location.search))
      window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
}

export function HiddenToken() {
  useHiddenToken();
  return null;
}
