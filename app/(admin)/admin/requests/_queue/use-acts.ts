"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import { useStepUp } from "@/components/shared/step-up";
import { toast } from "@/components/ui/toast";
import type { BulkResult } from "@/lib/values/queue-bulk";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { QueueActs } from "./queue-acts";
import { hideUndo, showUndo } from "./undo-toast";
import type { usePatches } from "./use-patches";
import { useRefusalSentence } from "./use-refusal-sentence";

export interface Act {
  item: AccessRequestView;
  run: () => Promise<Outcome<AccessRequestView>>;
  /** What will have changed if all goes well: shown at once, and taken back if not. */
  hope?: Partial<AccessRequestView>;
  /** The sentence when it has worked. */
  done: string | ((changed: AccessRequestView) => string);
  /** Whoever asked for it says itself why it was refused. */
  isShownByCaller?: boolean;
}

/** What an act was refused for, where nothing else says it. It stays until it is read. */
export interface Failure {
  /** Null: it was about several. */
  item: AccessRequestView | null;
  error: Refusal;
}

interface Undoable {
  items: AccessRequestView[];
  /** Before it was asked for, on this browser's clock: the server's countdown never ends earlier. */
  askedAt: number;
}

/** What several were asked for at once, and what became of each. */
export interface BulkDone {
  items: AccessRequestView[];
  result: BulkResult;
  sentence: string;
  /** That wait for the end of the undo. */
  mails: number;
  isDecision: boolean;
  askedAt: number;
}

/** Somebody was faster: what is shown here is not true any more. */
const outdated = ["request_already_decided", "request_changed"];

const seen = ({ id, version }: AccessRequestView) => ({ id, version });

interface Props {
  actions: QueueActs;
  undoSeconds: number;
  setPatches: ReturnType<typeof usePatches>["setPatches"];
}

/** Acts on requests: shown before they are done, said when they are, taken back when they are refused or undone. */
export function useActs({ actions, undoSeconds, setPatches }: Props) {
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

  /** How many were taken back; what was refused is said. */
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

  /** Also of a row that the server's next answer does not hold. */
  const lookAgain = async (id: string) => {
    const fresh = await withProof(() => actions.loadRequest({ id }));
    if (fresh.ok) setPatches([[id, fresh.value]]);
  };

  const act = async ({ item, run, hope, done, isShownByCaller }: Act): Promise<Outcome<AccessRequestView>> => {
    setFailures((present) => present.filter((failure) => failure.item?.id !== item.id));
    const sentenceOf = (changed: AccessRequestView) => (typeof done === "string" ? done : done(changed));
    if (hope) setPatches([[item.id, { ...item, ...hope, version: item.version + 1 }]]);
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

  /** What a bulk act did, to the rows and to the undo. */
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

/** Those that were not refused, as they are now. */
function changedBy(items: AccessRequestView[], { items: results }: BulkResult): AccessRequestView[] {
  return results.flatMap((result) => {
    const item = items.find(({ id }) => id === result.id);
    if (!result.ok || !item) return [];
    const { version, undoUntil } = result;
    return [{ ...item, status: result.status as AccessRequestView["status"], version, undoUntil }];
  });
}

/** Those that were refused because somebody was faster. Any newer answer of the server counts for more. */
function decidedByOthers(items: AccessRequestView[], { items: results }: BulkResult): AccessRequestView[] {
  return results.flatMap((result) => {
    const item = items.find(({ id }) => id === result.id);
    if (result.ok || !result.decided || !item) return [];
    return [{ ...item, status: result.decided.status as AccessRequestView["status"], version: item.version + 1 }];
  });
}
