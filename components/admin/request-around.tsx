"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { FormError } from "@/components/forms/form-error";
import { useActionForm } from "@/components/forms/use-action-form";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { TextAreaField } from "@/components/ui/fields";
import { RelativeTime } from "@/components/ui/relative-time";
import { accessRequestNoteSchema } from "@/lib/values/queue";
import { statusTones } from "./request-row";
import type { RequestActions, RequestDetail } from "./request-types";

const eventKinds = [
  ...["submitted", "submitted_again", "confirmed", "approved", "rejected", "reopened"],
  ...["question_asked", "question_answered", "use_case_changed"],
  ...["approved_by_rule", "held_by_rule", "rejected_by_rule"],
  ...["note", "approval_resent", "approval_revoked", "registered"],
];

interface Props {
  detail: RequestDetail;
  addNote: RequestActions["addNote"];
  onNoted: () => void;
}

/** What is known around a request: related ones, a tenant that exists, its history, and notes among admins. */
export function RequestAround({ detail, addNote, onNoted }: Props) {
  const t = useTranslations("admin");
  return (
    <>
      {detail.existingTenant ? (
        <p className="rounded bg-accent-soft px-3.5 py-2.5 text-sm">{t("tenant", detail.existingTenant)}</p>
      ) : null}
      {detail.related.length > 0 ? (
        <section className="grid gap-2 border-t pt-4">
          <h3 className="font-medium">{t("related")}</h3>
          <ul className="grid gap-1.5 text-sm">
            {detail.related.map((request) => (
              <li key={request.id} className="flex flex-wrap items-center gap-2">
                <Link href={`/admin/requests?status=all&request=${request.id}`} className="link wrap-anywhere">
                  {request.name}, {request.email}
                </Link>
                <Badge tone={statusTones[request.status]}>{t(`status.${request.status}`)}</Badge>
                <span className="text-muted">{t(`why.${request.why}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className="grid gap-2 border-t pt-4">
        <h3 className="font-medium">{t("timeline")}</h3>
        <ol className="grid gap-2 text-sm">
          {detail.events.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only grows at its end.
            <li key={index}>
              <p>
                {eventKinds.includes(event.kind) ? t(`event.${event.kind}` as "event.note") : event.kind}
                {event.actorLabel ? ` ${t("by", { name: event.actorLabel })}` : ""} ·{" "}
                <span className="text-muted">
                  <RelativeTime date={event.at} />
                </span>
              </p>
              {event.text ? <p className="wrap-anywhere whitespace-pre-line text-muted">{event.text}</p> : null}
            </li>
          ))}
        </ol>
      </section>
      <NoteForm id={detail.id} addNote={addNote} onNoted={onNoted} />
    </>
  );
}

function NoteForm({ id, addNote, onNoted }: { id: string; addNote: Props["addNote"]; onNoted: () => void }) {
  const t = useTranslations("admin");
  const { field, formError, isPending, onSubmit } = useActionForm({
    schema: accessRequestNoteSchema,
    defaultValues: { note: "" },
    action: ({ note }) => addNote({ id, note }),
    onSuccess: onNoted,
  });
  return (
    <form method="post" noValidate className="grid gap-3 border-t pt-4" onSubmit={onSubmit}>
      <FormError error={formError} />
      <TextAreaField label={t("note")} hint={t("noteHint")} rows={2} {...field("note")} />
      <Button type="submit" size="sm" className="justify-self-start" pending={isPending}>
        {t("addNote")}
      </Button>
    </form>
  );
}
