"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { MailPreview } from "@/components/shared/mail-preview";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import type { ApprovalPreview } from "@/lib/core/access-requests/preview";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import * as actions from "../actions";
import { QueueDialog } from "./queue-dialog";
import { useQueueFrame } from "./queue-frame";
import { TemplatePicker } from "./template-picker";

const typingMilliseconds = 400;

export function PreviewDialog({ item, onClose }: { item: AccessRequestView; onClose: () => void }) {
  const t = useTranslations("queue");
  const { draftOf, setDraft, approve } = useQueueFrame();
  const call = useCall();
  const draft = draftOf(item.id);
  const { shown, error } = useApprovalPreview(item.id, draft.note);
  const [sampleError, setSampleError] = useState<Refusal | null>(null);
  const [isSending, setSending] = useState(false);
  const setNote = (note: string) => setDraft(item.id, { ...draft, note });
  const send = async () => {
    setSending(true);
    const result = await call(() => actions.sendSample({ id: item.id, note: draft.note.trim() }));
    setSending(false);
    setSampleError(result.ok ? null : result.error);
    if (result.ok) toast(t("preview.sent", { to: result.value.to }));
  };
  return (
    <QueueDialog onClose={onClose} isWide title={t("preview.title", { name: item.name })}>
      <div className="grid grid-cols-1 gap-4">
        <FormError error={error ?? sampleError} takesFocus={false} />
        <TemplatePicker kind="approval_note" onPick={setNote} />
        <TextAreaField
          label={t("note")}
          rows={2}
          maxLength={1000}
          value={draft.note}
          onChange={(event) => setNote(event.target.value)}
        />
        {shown ? (
          <>
            <p className="wrap-anywhere text-muted text-sm">
              {t("preview.to", { to: shown.to, language: t(`preview.language.${shown.locale}`) })}
            </p>
            <MailPreview preview={shown.preview} />
          </>
        ) : (
          <Skeleton className="h-96" />
        )}
        <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap gap-2 border-t bg-raised px-5 py-3">
          <Button
            variant="primary"
            onClick={() => {
              approve(item);
              onClose();
            }}
          >
            {t("approve")}
          </Button>
          <Button pending={isSending} pendingLabel={t("preview.sending")} onClick={() => void send()}>
            {t("preview.send")}
          </Button>
          <Button variant="ghost" onClick={onClose}>
            {t("preview.close")}
          </Button>
        </div>
      </div>
    </QueueDialog>
  );
}

/** Debounces, and shows the last preview until the next arrives. */
function useApprovalPreview(id: string, note: string): { shown: ApprovalPreview | null; error: Refusal | null } {
  const call = useCall();
  const [shown, setShown] = useState<ApprovalPreview | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const look = useEffectEvent(async (typed: string, isStale: () => boolean) => {
    const result = await call(() => actions.previewMail({ id, note: typed.trim() }));
    if (isStale()) return;
    setError(result.ok ? null : result.error);
    if (result.ok) setShown(result.value);
  });
  const isFirst = shown === null;
  useEffect(() => {
    let isStale = false;
    const timer = setTimeout(() => void look(note, () => isStale), isFirst ? 0 : typingMilliseconds);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [note, isFirst]);
  return { shown, error };
}
