"use client";

import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { TextAreaField } from "@/components/ui/fields";
import type { RequestActions } from "./request-types";

interface Props {
  request: { id: string; version: number; name: string };
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  reject: RequestActions["reject"];
  onDone: () => void;
}

/** Why, and whether the applicant is told. */
export function RejectDialog({ request, isOpen, onOpenChange, reject, onDone }: Props) {
  const t = useTranslations("admin");
  const common = useTranslations("common");
  const call = useCall();
  const [reason, setReason] = useState("");
  const [notify, setNotify] = useState(true);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, startTransition] = useTransition();
  const { id, version, name } = request;
  return (
    <Dialog open={isOpen} onOpenChange={onOpenChange} title={t("rejectTitle", { name })}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          startTransition(async () => {
            const typed = reason.trim();
            const result = await call(() => reject({ id, version, notify, ...(typed ? { reason: typed } : {}) }));
            setError(result.ok ? null : result.error);
            if (result.ok) onDone();
          });
        }}
      >
        <FormError error={error} />
        <TextAreaField
          label={t("reason")}
          hint={t("reasonHint")}
          rows={3}
          maxLength={1000}
          autoFocus
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
        <Checkbox label={t("notify")} checked={notify} onChange={(event) => setNotify(event.target.checked)} />
        <div className="flex gap-2">
          <Button type="submit" variant="danger" pending={isPending} pendingLabel={t("rejecting")}>
            {t("reject")}
          </Button>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            {common("cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
