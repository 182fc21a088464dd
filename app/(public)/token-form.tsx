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
  /** What stands above the button. */
  children: ReactNode;
  /** What takes the place of all of it: when it has worked, and when the link was used or has run out. */
  done: ReactNode;
  dead: ReactNode;
  /**
   * The link was dead when the page was opened. An action that sets a cookie makes Next render the page again, with the
   * token spent by then: what the form shows must outlive that.
   */
  isDead?: boolean;
}

/**
 * The one button of a mailed link. Opening the page does nothing, whoever opens it; the token leaves the address bar as
 * soon as the script runs, and lives on in memory only.
 */
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

/** Some buttons lead straight to the next page; its address is the action's answer. */
function nextPathOf(value: unknown): string | null {
  return typeof value === "object" && value !== null && "nextPath" in value ? String(value.nextPath) : null;
}

/** Takes the token or ticket out of the address bar and the history. */
export function useHiddenToken(): void {
  useEffect(() => {
    if (/[?&](token|ticket)=/.test(window.location.search))
      window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
}

/** The same for a page whose form is another one. */
export function HiddenToken() {
  useHiddenToken();
  return null;
}
