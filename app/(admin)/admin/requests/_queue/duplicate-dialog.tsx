"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { TextField } from "@/components/ui/fields";
import { RadioCards } from "@/components/ui/radio-cards";
import { Skeleton } from "@/components/ui/skeleton";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import * as actions from "../actions";
import type { QuestionProps } from "./decide-dialogs";
import { QuestionForm } from "./question-form";
import { QueueDialog } from "./queue-dialog";
import { useQueueFrame } from "./queue-frame";
import { StatusBadge } from "./status-badge";

const shownMax = 6;
const typingMilliseconds = 300;

/** Suggests requests of the same domain or name first. */
export function DuplicateDialog({ item, onClose, onDecided }: QuestionProps) {
  const t = useTranslations("queue.duplicate");
  const { act, settings } = useQueueFrame();
  const [q, setQ] = useState(item.domainKind === "corporate" ? `@${item.emailDomain}` : item.name);
  const [ofId, setOfId] = useState("");
  const { found, error } = useFound(q, item.id);
  const { id, version, name } = item;
  const run = async () => {
    const undoable = settings.undoSeconds > 0;
    const result = await act({
      item,
      run: () => actions.markDuplicate({ id, version, ofId, undoable }),
      done: t("done", { name }),
      isShownByCaller: true,
    });
    if (result.ok) onDecided(item);
    return result;
  };
  return (
    <QueueDialog onClose={onClose} title={t("title", { name })} description={t("text")}>
      <QuestionForm
        submit={t("submit")}
        submitting={t("submitting")}
        isReady={found?.some((other) => other.id === ofId) === true}
        run={run}
        onClose={onClose}
      >
        <TextField label={t("find")} type="search" autoFocus value={q} onChange={(event) => setQ(event.target.value)} />
        <div aria-live="polite" className="grid min-h-16 gap-1.5">
          <FormError error={error} takesFocus={false} />
          {found === null && !error ? <Skeleton className="h-14" /> : null}
          {found?.length === 0 ? <p className="text-muted text-sm">{t("none")}</p> : null}
          {found && found.length > 0 ? (
            <RadioCards
              label={t("of")}
              value={ofId}
              onChange={setOfId}
              options={found.map((other) => ({
                value: other.id,
                label: (
                  <span className="flex flex-wrap items-center gap-2">
                    {other.name} <StatusBadge status={other.status} />
                  </span>
                ),
                text: `${other.organization} · ${other.email}`,
              }))}
            />
          ) : null}
        </div>
      </QuestionForm>
    </QueueDialog>
  );
}

interface Found {
  /** Null while loading or after an error. */
  found: AccessRequestView[] | null;
  error: Refusal | null;
}

/** Excludes the item itself and duplicates. */
function useFound(q: string, ownId: string): Found {
  const call = useCall();
  const [found, setFound] = useState<(Found & { q: string }) | null>(null);
  const look = useEffectEvent(async (isStale: () => boolean) => {
    const result = await call(() => actions.loadRequests({ tab: "all", limit: shownMax + 2, ...(q ? { q } : {}) }));
    if (isStale()) return;
    if (!result.ok) {
      setFound({ q, found: null, error: result.error });
      return;
    }
    const others = result.value.items.filter(({ id, duplicateOf }) => id !== ownId && !duplicateOf);
    setFound({ q, found: others.slice(0, shownMax), error: null });
  });
  useEffect(() => {
    let isStale = false;
    const timer = setTimeout(() => void look(() => isStale), q === "" ? 0 : typingMilliseconds);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [q]);
  return found?.q === q ? found : { found: null, error: null };
}
