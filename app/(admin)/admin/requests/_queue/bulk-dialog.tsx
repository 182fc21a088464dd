"use client";

import { Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import type { BulkResult } from "@/lib/core/access-requests/bulk";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import * as actions from "../actions";
import { AssigneeField } from "./assignee-field";
import { BulkPreviewList, useBulkPreview } from "./bulk-preview";
import { BulkResultList } from "./bulk-result";
import { QuestionForm } from "./question-form";
import { QueueDialog } from "./queue-dialog";
import { type BulkAct, useQueueFrame } from "./queue-frame";
import { noRejection, RejectFields, toRejection } from "./reject-fields";
import { SnoozeForm } from "./snooze-form";
import { TemplatePicker } from "./template-picker";
import type { BulkDone } from "./use-acts";

type BulkInput = Parameters<typeof actions.bulk>[0];

interface Props {
  act: BulkAct;
  items: AccessRequestView[];
  onClose: () => void;
  onDone: (done: BulkDone) => void;
}

export function BulkDialog({ act, items, onClose, onDone }: Props) {
  const t = useTranslations("queue.bulk");
  const common = useTranslations("common");
  const { withProof, settings, canUndo, undo } = useQueueFrame();
  const words = useTranslations("queue.undo");
  const [note, setNote] = useState("");
  const [rejection, setRejection] = useState(noRejection);
  const [assigneeId, setAssigneeId] = useState("");
  const [result, setResult] = useState<BulkResult | null>(null);
  const { preview, error } = useBulkPreview(act, items, rejection.notify);

  const given = { items: items.map(({ id, version }) => ({ id, version })) };
  const isDecision = act === "approve" || act === "reject";
  const undoable = settings.undoSeconds > 0;
  const run = async (input: BulkInput): Promise<Outcome<unknown>> => {
    let askedAt = 0;
    const outcome = await withProof(() => {
      askedAt = Date.now();
      return actions.bulk(input);
    });
    if (!outcome.ok) return outcome;
    setResult(outcome.value);
    onDone({
      items,
      result: outcome.value,
      askedAt,
      isDecision,
      sentence: t(`done.${act}`, { count: outcome.value.done }),
      mails: preview?.willMail ?? 0,
    });
    return outcome;
  };
  const inputs = {
    approve: () => ({ action: "approve", ...given, undoable, ...(note.trim() ? { note: note.trim() } : {}) }),
    reject: () => ({ action: "reject", ...given, undoable, ...toRejection(rejection) }),
    assign: () => ({ action: "assign", ...given, assigneeId: assigneeId || null }),
    wake: () => ({ action: "wake", ...given }),
    resend: () => ({ action: "resend", ...given }),
  } satisfies Record<Exclude<BulkAct, "snooze">, () => BulkInput>;

  if (result) {
    return (
      <QueueDialog onClose={onClose} title={t("resultTitle", { done: result.done, refused: result.refused })}>
        <div className="grid gap-4">
          <BulkResultList items={items} result={result} />
          <div className="flex flex-wrap gap-2">
            <Button autoFocus onClick={onClose}>
              {common("close")}
            </Button>
            {isDecision && result.done > 0 && canUndo ? (
              <Button
                variant="ghost"
                onClick={() => {
                  undo();
                  onClose();
                }}
              >
                <Undo2 aria-hidden className="size-4" strokeWidth={1.5} />
                {words("undo")}
              </Button>
            ) : null}
          </div>
        </div>
      </QueueDialog>
    );
  }
  return (
    <QueueDialog onClose={onClose} title={t(`title.${act}`, { count: items.length })}>
      <div className="grid gap-4">
        <BulkPreviewList act={act} preview={preview} error={error} />
        {act === "snooze" ? (
          <BulkSnooze run={(until) => run({ action: "snooze", ...given, until: until.toISOString() })} />
        ) : (
          <QuestionForm
            submit={t(`act.${act}`, { count: preview?.willChange ?? items.length })}
            submitting={t("working")}
            isDangerous={act === "reject"}
            isReady={preview !== null && preview.willChange > 0}
            run={() => run(inputs[act]())}
            // Stays open, because the results replace the question.
            onClose={() => undefined}
            onCancel={onClose}
          >
            {act === "approve" ? (
              <>
                <TemplatePicker kind="approval_note" onPick={setNote} />
                <TextAreaField
                  label={t("note")}
                  rows={2}
                  maxLength={1000}
                  value={note}
                  onChange={(event) => setNote(event.target.value)}
                />
              </>
            ) : null}
            {act === "reject" ? <RejectFields value={rejection} onChange={setRejection} /> : null}
            {act === "assign" ? <AssigneeField value={assigneeId} onChange={setAssigneeId} /> : null}
          </QuestionForm>
        )}
      </div>
    </QueueDialog>
  );
}

function BulkSnooze({ run }: { run: (until: Date) => Promise<Outcome<unknown>> }) {
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, setPending] = useState(false);
  const onChoose = async (until: Date) => {
    setPending(true);
    const outcome = await run(until);
    setPending(false);
    setError(outcome.ok ? null : outcome.error);
  };
  return (
    <>
      <FormError error={error} />
      <SnoozeForm isPending={isPending} onChoose={(until) => void onChoose(until)} />
    </>
  );
}
