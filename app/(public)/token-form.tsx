"use client";

import { type ReactNode, useEffect, useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { FormError as Refusal } from "@/components/forms/use-action-form";
import { Button } from "@/components/ui/button";

interface Props {
  token: string;
  label: string;
  pendingLabel: string;
  /** Refusal that replaces the form by what it says, and everything else as the action words it. */
  action: (input: { token: string }) => Promise<{ ok: true } | { ok: false; error: Refusal }>;
  done: ReactNode;
  dead: ReactNode;
  networkError: string;
}

/**
 * The one button of a mailed link. Opening the page does nothing, whoever opens it; the token leaves the address bar as
 * soon as the script runs, and lives on in memory only.
 */
export function TokenForm({ token, label, pendingLabel, action, done, dead, networkError }: Props) {
  const [state, setState] = useState<"open" | "done" | "dead">("open");
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  useHiddenToken();
  if (state === "done") return <div role="status">{done}</div>;
  if (state === "dead") return <div role="alert">{dead}</div>;
  return (
    <form
      method="post"
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        startTransition(async () => {
          const result = await action({ token }).catch(() => null);
          if (result?.ok) setState("done");
          else if (result?.error.code === "token_invalid") setState("dead");
          else setError(result?.error ?? { code: "network", message: networkError, requestId: "" });
        });
      }}
    >
      <FormError error={error} />
      <Button type="submit" variant="primary" pending={isPending} pendingLabel={pendingLabel}>
        {label}
      </Button>
    </form>
  );
}

/** Takes the token out of the address bar and the history. */
export function useHiddenToken(): void {
  useEffect(() => {
    if (window.location.search.includes("token="))
      window.history.replaceState(window.history.state, "", window.location.pathname);
  }, []);
}
