"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { templateName } from "@/components/shared/template-name";
import { Button } from "@/components/ui/button";
import { ExactTime } from "@/components/ui/exact-time";
import { TextAreaField } from "@/components/ui/fields";
import { Kbd } from "@/components/ui/kbd";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AccessRequestDetail } from "@/lib/core/access-requests/detail";
import * as actions from "../actions";
import { useQueueFrame } from "./queue-frame";

type Entry = AccessRequestDetail["timeline"][number];

export function PanelTimeline({ detail }: { detail: AccessRequestDetail }) {
  const t = useTranslations("queue");
  return (
    <section className="grid gap-3 border-t pt-4">
      <h3 className="font-medium">{t("timeline")}</h3>
      <ol className="grid gap-3 text-sm">
        {detail.timeline.map((entry) => (
          <EntryRow key={entry.id} entry={entry} />
        ))}
      </ol>
      <NoteForm detail={detail} />
    </section>
  );
}

function EntryRow({ entry: { kind, actorLabel, at, text } }: { entry: Entry }) {
  const t = useTranslations("queue");
  const names = useTranslations("mails.names");
  const isMail = kind.startsWith("mail_");
  const about = isMail && text ? templateName(names, text) : "";
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
      <span
        aria-hidden
        className={
          kind === "mail_failed" ? "mt-2 size-1.5 rounded-full bg-danger" : "mt-2 size-1.5 rounded-full bg-line-strong"
        }
      />
      <div className="min-w-0">
        <p className={kind === "mail_failed" ? "text-danger" : undefined}>
          {t.has(`event.${kind}` as never) ? t(`event.${kind}` as never) : kind}
          {about ? `: ${about}` : ""}
          {actorLabel ? ` ${t("by", { name: actorLabel })}` : ""} ·{" "}
          <span className="text-muted">
            <RelativeTime date={at} />
          </span>
        </p>
        {text && !isMail ? (
          <p className="wrap-anywhere mt-1 whitespace-pre-line rounded bg-background px-3 py-2">
            <Text kind={kind} text={text} />
          </p>
        ) : null}
      </div>
    </li>
  );
}

function Text({ kind, text }: Pick<Entry, "kind" | "text">) {
  const t = useTranslations("queue");
  if ((kind === "snoozed" || kind === "approval_extended") && !Number.isNaN(Date.parse(text))) {
    return (
      <>
        {t("eventUntil")} <ExactTime date={text} />
      </>
    );
  }
  if (kind === "blocked" && (text === "address" || text === "domain")) return t(`block.${text}`);
  return text;
}

function NoteForm({ detail }: { detail: AccessRequestDetail }) {
  const t = useTranslations("queue");
  const { act, noteFor, onNoteReached, draftOf, setDraft } = useQueueFrame();
  const field = useRef<HTMLTextAreaElement>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isPending, setPending] = useState(false);
  const { id } = detail;
  const note = draftOf(id).internalNote;
  const setNote = (internalNote: string) => setDraft(id, { internalNote });
  const reach = useEffectEvent(() => {
    field.current?.focus();
    onNoteReached();
  });
  useEffect(() => {
    if (noteFor?.id === id) reach();
  }, [noteFor, id]);
  const send = async () => {
    setPending(true);
    const result = await act({
      item: detail,
      run: () => actions.addNote({ id, note: note.trim() }),
      done: t("done.note"),
      isShownByCaller: true,
    });
    setPending(false);
    setError(result.ok ? null : result.error);
    if (result.ok) setNote("");
  };
  return (
    <form
      method="post"
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (note.trim()) void send();
      }}
    >
      <FormError error={error} />
      <TextAreaField
        label={t("internalNote")}
        hint={
          <>
            {t("internalNoteHint")}{" "}
            <span aria-hidden className="pointer-coarse:hidden">
              <Kbd>n</Kbd>
            </span>
          </>
        }
        rows={2}
        maxLength={2000}
        ref={field}
        aria-keyshortcuts="n"
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button type="submit" size="sm" className="justify-self-start" pending={isPending} disabled={note.trim() === ""}>
        {t("addNote")}
      </Button>
    </form>
  );
}
