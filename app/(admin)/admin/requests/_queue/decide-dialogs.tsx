"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { TextField } from "@/components/ui/fields";
import { RadioCards } from "@/components/ui/radio-cards";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import * as actions from "../actions";
import { QuestionForm } from "./question-form";
import { QueueDialog } from "./queue-dialog";
import { useQueueFrame } from "./queue-frame";
import { noRejection, RejectFields, toRejection } from "./reject-fields";
import { SnoozeForm } from "./snooze-form";

export interface QuestionProps {
  item: AccessRequestView;
  onClose: () => void;
  onDecided: (item: AccessRequestView) => void;
}

export function RejectDialog({ item, onClose, onDecided }: QuestionProps) {
  const t = useTranslations("queue");
  const { act, settings, mails, draftOf, setDraft } = useQueueFrame();
  const { id, version, name } = item;
  const { rejection } = draftOf(id);
  const run = async () => {
    const result = await act({
      item,
      run: () => actions.reject({ id, version, undoable: settings.undoSeconds > 0, ...toRejection(rejection) }),
      done: t(rejection.notify && mails.rejections ? "done.rejectTold" : "done.reject", { name }),
      isShownByCaller: true,
    });
    if (result.ok) {
      setDraft(id, { rejection: noRejection });
      onDecided(item);
    }
    return result;
  };
  return (
    <QueueDialog onClose={onClose} title={t("rejectTitle", { name })}>
      <QuestionForm submit={t("reject")} submitting={t("rejecting")} isDangerous run={run} onClose={onClose}>
        <RejectFields value={rejection} onChange={(changed) => setDraft(id, { rejection: changed })} />
      </QuestionForm>
    </QueueDialog>
  );
}

export function SnoozeDialog({ item, onClose, onDecided }: QuestionProps) {
  const t = useTranslations("queue");
  const { act } = useQueueFrame();
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, setPending] = useState(false);
  const { id, version, name } = item;
  const onChoose = async (until: Date) => {
    setPending(true);
    const result = await act({
      item,
      run: () => actions.snooze({ id, version, until: until.toISOString() }),
      done: t("done.snooze", { name }),
      isShownByCaller: true,
    });
    setPending(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    onDecided(item);
    onClose();
  };
  return (
    <QueueDialog onClose={onClose} title={t("snooze.title", { name })} description={t("snooze.text")}>
      <FormError error={error} />
      <SnoozeForm isPending={isPending} onChoose={(until) => void onChoose(until)} />
    </QueueDialog>
  );
}

export function BlockDialog({ item, onClose, onDecided }: QuestionProps) {
  const t = useTranslations("queue.block");
  const { act } = useQueueFrame();
  const [what, setWhat] = useState<"address" | "domain">("address");
  const { id, email, emailDomain, domainKind } = item;
  const options = [
    { value: "address", label: t("address"), text: email },
    ...(domainKind === "free" ? [] : [{ value: "domain", label: t("domain"), text: `@${emailDomain}` } as const]),
  ] as const;
  const run = async () => {
    const result = await act({
      item,
      run: () => actions.block({ id, what }),
      done: t(`done.${what}`),
      isShownByCaller: true,
    });
    if (result.ok) onDecided(item);
    return result;
  };
  return (
    <QueueDialog onClose={onClose} title={t("title")} description={t("text")}>
      <QuestionForm submit={t("submit")} submitting={t("submitting")} isDangerous run={run} onClose={onClose}>
        <RadioCards label={t("what")} value={what} options={options} onChange={setWhat} />
      </QuestionForm>
    </QueueDialog>
  );
}

interface EraseProps {
  item: AccessRequestView;
  onClose: () => void;
  onErased: (item: AccessRequestView) => void;
}

export function EraseDialog({ item, onClose, onErased }: EraseProps) {
  const t = useTranslations("queue.erase");
  const { withProof } = useQueueFrame();
  const [typed, setTyped] = useState("");
  const { id, email, name } = item;
  const run = async () => {
    const result = await withProof(() => actions.erase({ id, confirmation: typed.trim() }));
    if (result.ok) onErased(item);
    return result;
  };
  return (
    <QueueDialog onClose={onClose} title={t("title", { name })} description={t("text")}>
      <QuestionForm
        submit={t("submit")}
        submitting={t("submitting")}
        isDangerous
        isReady={typed.trim().toLowerCase() === email.toLowerCase()}
        run={run}
        onClose={onClose}
      >
        <TextField
          label={t("confirmation", { email })}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </QuestionForm>
    </QueueDialog>
  );
}
