"use client";

import { useTranslations } from "next-intl";
import * as actions from "../actions";
import { AskDialog } from "./ask-dialog";
import { BulkDialog } from "./bulk-dialog";
import { BlockDialog, EraseDialog, type QuestionProps, RejectDialog, SnoozeDialog } from "./decide-dialogs";
import { DuplicateDialog } from "./duplicate-dialog";
import { PreviewDialog } from "./preview-dialog";
import { type Question, useQueueFrame } from "./queue-frame";

interface Props {
  question: Question;
  onClose: () => void;
  onDecided: Parameters<typeof RejectDialog>[0]["onDecided"];
  onErased: Parameters<typeof EraseDialog>[0]["onErased"];
  onBulk: Parameters<typeof BulkDialog>[0]["onDone"];
}

const dialogs = { reject: RejectDialog, snooze: SnoozeDialog, duplicate: DuplicateDialog, block: BlockDialog };

export function QueueQuestion({ question, onClose, onDecided, onErased, onBulk }: Props) {
  if (question.kind === "bulk") {
    return <BulkDialog act={question.act} items={question.items} onClose={onClose} onDone={onBulk} />;
  }
  if (question.kind === "erase") return <EraseDialog item={question.item} onClose={onClose} onErased={onErased} />;
  if (question.kind === "preview") return <PreviewDialog item={question.item} onClose={onClose} />;
  if (question.kind === "ask") return <AskQuestion item={question.item} onClose={onClose} onDecided={onDecided} />;
  const Dialog = dialogs[question.kind];
  return <Dialog item={question.item} onClose={onClose} onDecided={onDecided} />;
}

function AskQuestion({ item, onClose, onDecided }: QuestionProps) {
  const t = useTranslations("ask");
  const { act, templates, mails, draftOf, setDraft, focusAfter } = useQueueFrame();
  return (
    <AskDialog
      request={item}
      templates={templates.filter(({ kind }) => kind === "question")}
      isMailed={mails.questions}
      typed={draftOf(item.id).question}
      onTyped={(question) => setDraft(item.id, { question })}
      focusAfter={focusAfter}
      ask={(input) =>
        act({ item, run: () => actions.ask(input), done: t("done", { name: item.name }), isShownByCaller: true })
      }
      onClose={onClose}
      onDone={() => {
        onDecided(item);
        onClose();
      }}
    />
  );
}
