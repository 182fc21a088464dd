"use client";

import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import type { MouseEvent } from "react";
import type { Outcome } from "@/components/forms/outcome";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useStepUp } from "./step-up";

const href = "/dashboard/auth/export";

/** Downloads everything that is kept about the account, after a recent proof. */
export function DownloadData({ prepare }: { prepare: (input: Record<string, never>) => Promise<Outcome<unknown>> }) {
  const t = useTranslations("data");
  const withProof = useStepUp();
  const onClick = async (event: MouseEvent) => {
    event.preventDefault();
    const outcome = await withProof(() => prepare({}));
    if (outcome.ok) window.location.assign(href);
    else if (outcome.error.code !== "step_up_required") toast(outcome.error.message);
  };
  return (
    <Button asChild size="sm">
      <a href={href} download onClick={(event) => void onClick(event)}>
        <Download aria-hidden className="size-4" strokeWidth={1.5} />
        {t("download")}
      </a>
    </Button>
  );
}
