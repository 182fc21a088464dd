"use client";

import type { MouseEvent, ReactNode } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useStepUp } from "./step-up";

interface Props {
  href: string;
  /** Checks if the download needs re-authentication. */
  prepare: (input: Record<string, never>) => Promise<Outcome<unknown>>;
  size?: "sm" | "md";
  children: ReactNode;
}

export function DownloadLink({ href, prepare, size = "sm", children }: Props) {
  const withProof = useStepUp();
  const onClick = async (event: MouseEvent) => {
    event.preventDefault();
    const outcome = await withProof(() => prepare({}));
    if (outcome.ok) window.location.assign(href);
    else if (outcome.error.code !== "step_up_required") toast(outcome.error.message);
  };
  return (
    <Button asChild size={size}>
      <a href={href} download onClick={(event) => void onClick(event)}>
        {children}
      </a>
    </Button>
  );
}
