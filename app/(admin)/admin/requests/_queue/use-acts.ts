"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useStepUp } from "@/components/shared/step-up";
import { toast } from "@/components/ui/toast";
import type { BulkResult } from "@/lib/core/access-requests/bulk";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import * as actions from "../actions";
import { hideUndo, showUndo } from "./undo-toast";
import type { usePatches } from "./use-patches";
import { useRefusalSentence } from "./use-refusal-sentence";

export interface Act {
  item: AccessRequestView;
  run: () => Promise<Outcome<AccessRequestView>>;
  /** Shown before the server answers, and reverted on error. */
  optimistic?: Partial<AccessRequestView>;
  done: string | ((changed: AccessRequestView) => string);
  isShownByCaller?: boolean;
}

/** Error that no dialog shows, kept until dismissed. */
export interface Failure {
  /** Null for a bulk action. */
  item: AccessRequestView | null;
  error: Refusal;
}

interface Undoable {
  items: AccessRequestView[];
  /** This browser's time before the call, so that the countdown doesn't outlast the server's. */
  askedAt: number;
}

export interface BulkDone {
  items: AccessRequestView[];
  result: BulkResult;
  sentence: string;
  /** Number held until the undo time is over. */
  mails: number;
  isDecision: boolean;
  askedAt: number;
}

/** Someone else was faster. */
const outdated = ["request_already_decided", "request_changed"];

const seen = ({ id, version }: AccessRequestView) => ({ id, version });

interface Props {
  undoSeconds: number;
  setPatches: ReturnType<typeof usePatches>["setPatches"];
}

export function useActs({ undoSeconds, setPatches }: Props) {
  const t = useTranslations("queue");
  const router = useRouter();
  const withProof = useStepUp();
  const toSentence = useRefusalSentence();
  const [failures, setFailures] = useState<Failure[]>([]);
  const [canUndo, setCanUndo] = useState(false);
  const last = useRef<Undoable | null>(null);
  const fail = (...added: Failure[]) => setFailures((present) => [...present, ...added]);

  const keep = (undoable: Undoable | null) => {
    last.current = undoable;
    setCanUndo(undoable !== null);
  };
  const offerUndo = (undoable: Undoable, sentence: string, held: number) => {
    keep(undoable);
    const end = () => {
      if (last.current === undoable) keep(null);
    };
    showUndo({ sentence, held, endsAt: undoable.askedAt + undoSeconds * 1000, undo: () => void undo() }, end);
  };

  const undo = async () => {
    const undoable = last.current;
    keep(null);
    hideUndo();
    if (!undoable) return;
    const count = await takeBack(undoable);
    if (count > 0) toast(t("done.undo", { count }));
    router.refresh();
  };

  /** Returns how many were undone, and shows errors. */
  const takeBack = async ({ items }: Undoable): Promise<number> => {
    const [only, ...others] = items;
    if (only && others.length === 0) {
      const result = await withProof(() => actions.undo(seen(only)));
      if (result.ok) setPatches([[only.id, result.value]]);
      else fail({ item: only, error: result.error });
      return result.ok ? 1 : 0;
    }
    const result = await withProof(() => actions.bulk({ action: "undo", items: items.map(seen) }));
    if (!result.ok) {
      fail({ item: null, error: result.error });
      return 0;
    }
    setPatches(changedBy(items, result.value).map((item) => [item.id, item]));
    const refused = result.value.items.filter((each) => !each.ok);
    fail(
      ...refused.map((each) => ({
        item: items.find(({ id }) => id === each.id) ?? null,
        error: { code: each.code, message: toSentence(each), requestId: "" },
      })),
    );
    return result.value.done;
  };

  /** Also for rows that leave the list. */
  const lookAgain = async (id: string) => {
    const fresh = await withProof(() => actions.loadRequest({ id }));
    if (fresh.ok) setPatches([[id, fresh.value]]);
  };

  const act = async ({ item, run, optimistic, done, isShownByCaller }: Act): Promise<Outcome<AccessRequestView>> => {
    setFailures((present) => present.filter((failure) => failure.item?.id !== item.id));
    const sentenceOf = (changed: AccessRequestView) => (typeof done === "string" ? done : done(changed));
    if (optimistic) setPatches([[item.id, { ...item, ...optimistic, version: item.version + 1 }]]);
    let askedAt = 0;
    const result = await withProof(() => {
      askedAt = Date.now();
      return run();
    });
    setPatches([[item.id, result.ok ? result.value : null]]);
    if (!result.ok) {
      if (!isShownByCaller) fail({ item, error: result.error });
      if (outdated.includes(result.error.code)) void lookAgain(item.id);
    } else if (result.value.undoUntil && item.undoUntil === null) {
      offerUndo(
        { items: [result.value], askedAt },
        sentenceOf(result.value),
        result.value.mail?.state === "held" ? 1 : 0,
      );
    } else toast(sentenceOf(result.value));
    router.refresh();
    return result;
  };

  const didBulk = ({ items, result, sentence, mails, isDecision, askedAt }: BulkDone) => {
    const changed = changedBy(items, result);
    setPatches([...changed, ...decidedByOthers(items, result)].map((item) => [item.id, item]));
    const undoable = changed.filter(({ undoUntil }) => undoUntil !== null);
    if (isDecision && undoable.length > 0) offerUndo({ items: undoable, askedAt }, sentence, mails);
    router.refresh();
  };

  return {
    act,
    didBulk,
    canUndo,
    undo: () => {
      if (last.current === null) return false;
      void undo();
      return true;
    },
    erased: (item: AccessRequestView) => {
      setPatches([[item.id, "erased"]]);
      toast(t("done.erase"));
      router.refresh();
    },
    failures,
    forget: (failure: Failure) => setFailures((present) => present.filter((other) => other !== failure)),
  };
}

function changedBy(items: AccessRequestView[], { items: results }: BulkResult): AccessRequestView[] {
  return results.flatMap((result) => {
    const item = items.find(({ id }) => id === result.id);
    if (!result.ok || !item) return [];
    const { version, undoUntil } = result;
    return [{ ...item, status: result.status as AccessRequestView["status"], version, undoUntil }];
  });
}

function decidedByOthers(items: AccessRequestView[], { items: results }: BulkResult): AccessRequestView[] {
  return results.flatMap((result) => {
    const item = items.find(({ id }) => id === result.id);
    if (result.ok || !result.decided || !item) return [];
    return [{ ...item, status: result.decided.status as AccessRequestView["status"], version: item.version + 1 }];
  });
}
