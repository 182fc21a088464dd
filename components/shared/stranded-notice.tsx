"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useStepUp } from "@/components/shared/step-up";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { toast } from "@/components/ui/toast";

interface Props {
  count: number;
  approve: (input: Record<string, never>) => Promise<Outcome<{ approved: number; refused: number; left: number }>>;
}

export function StrandedNotice({ count, approve }: Props) {
  const t = useTranslations("settings.stranded");
  const common = useTranslations("common");
  const router = useRouter();
  const withProof = useStepUp();
  const [isAsking, setAsking] = useState(false);
  const [isKept, setKept] = useState(false);
  const [done, setDone] = useState(0);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const onApprove = () =>
    startTransition(async () => {
      let approved = 0;
      setDone(0);
      for (;;) {
        const result = await withProof(() => approve({}));
        setError(result.ok ? null : result.error);
        if (!result.ok) break;
        approved += result.value.approved;
        setDone(approved);
        // Stops at requests that this admin can't approve alone.
        if (result.value.approved === 0 || result.value.left === 0) break;
      }
      setAsking(false);
      if (approved > 0) toast(t("done", { count: approved }));
      router.refresh();
    });
  return (
    <Notice tone="warning" title={t("title", { count })}>
      <p className="mb-3">{t(isKept ? "keptText" : "text")}</p>
      <FormError error={error} />
      {isKept ? null : (
        <div className="flex flex-wrap items-center gap-2">
          <Button size="sm" onClick={() => setAsking(true)}>
            {t("approveAll")}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setKept(true)}>
            {t("keep")}
          </Button>
          <Link href="/admin/requests">{t("look")}</Link>
        </div>
      )}
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={t("askTitle", { count })}
        description={t("askText", { count })}
      >
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" pending={isPending} pendingLabel={t("approving", { done })} onClick={onApprove}>
            {t("approveAll")}
          </Button>
          <Button variant="ghost" onClick={() => setAsking(false)}>
            {common("cancel")}
          </Button>
        </div>
      </Dialog>
    </Notice>
  );
}
