"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Skeleton } from "@/components/ui/skeleton";
import type { BulkPreview } from "@/lib/core/access-requests/bulk";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import * as actions from "../actions";
import type { BulkAct } from "./queue-frame";

/** Fetches the preview again when the result may differ. */
export function useBulkPreview(act: BulkAct, items: AccessRequestView[], notify: boolean) {
  const call = useCall();
  const [preview, setPreview] = useState<BulkPreview | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const look = useEffectEvent(async (isTold: boolean, isStale: () => boolean) => {
    const ids = items.map(({ id }) => id);
    const result = await call(() => actions.previewBulk({ action: act, ids, notify: isTold }));
    if (isStale()) return;
    setPreview(result.ok ? result.value : null);
    setError(result.ok ? null : result.error);
  });
  useEffect(() => {
    let isStale = false;
    void look(notify, () => isStale);
    return () => {
      isStale = true;
    };
  }, [notify]);
  return { preview, error };
}

interface Props {
  act: BulkAct;
  preview: BulkPreview | null;
  error: Refusal | null;
}

const exceptions = ["alreadyDecided", "unconfirmed", "needSecondApproval", "notByYou", "notFound"] as const;

export function BulkPreviewList({ act, preview, error }: Props) {
  const t = useTranslations("queue.bulk.preview");
  return (
    <div aria-live="polite" className="min-h-16">
      <FormError error={error} takesFocus={false} />
      {preview === null && error === null ? <Skeleton className="h-16" /> : null}
      {preview ? (
        <ul className="grid gap-1 rounded border px-3.5 py-3 text-sm">
          <li className="font-medium">
            {act === "approve" || act === "reject" || act === "resend"
              ? t("willMail", { count: preview.willMail })
              : t("willChange", { count: preview.willChange })}
          </li>
          {exceptions.map((kind) =>
            preview[kind] > 0 ? (
              <li key={kind} className="text-muted">
                {t(kind, { count: preview[kind] })}
              </li>
            ) : null,
          )}
          {preview.needsProof ? <li className="text-muted">{t("needsProof")}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
