"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { useStepUp } from "@/components/account/step-up";
import type { Outcome, Refusal } from "@/components/forms/outcome";
import type { BulkResult } from "@/lib/values/queue-bulk";
import type { AccessRequestView } from "@/lib/values/queue-view";
import type { QueueActs } from "../queue-acts";
import { hideUndo, showUndo } from "./undo-toast";
import type { usePatches } from "./use-patches";

export interface Act {
  item: AccessRequestView;
  run: () => Promise<Outcome<AccessRequestView>>;
  /** What will have changed if all goes well: shown at once, and taken back if not. */
  hope?: Partial<AccessRequestView>;
  done: string;
}

/** What an act that was hoped to go well was refused for. It stays until it is read. */
export interface Failure {
  /** Null: it was about several. */
  item: AccessRequestView | null;
  error: Refusal;
}

interface Undoable {
  items: AccessRequestView[];
}

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
  const [failures, setFailures] = useState<Failure[]>([]);
  const last = useRef<Undoable | null>(null);

  const offerUndo = (undoable: Undoable, sentence: string, held: number) => {
    last.current = undoable;
    const end = () => {
      if (last.current === undoable) last.current = null;
    };
    showUndo({ sentence, held, endsAt: Date.now() + undoSeconds * 1000, undo: () => void undo() }, end);
  };

  const undo = async () => {
    const undoable = last.current;
    last.current = null;
    hideUndo();
    if (!undoable) return;
    const refusal = await takeBack(undoable);
    if (refusal) setFailures((present) => [...present, ...refusal]);
    else toast(t("done.undo", { count: undoable.items.length }));
    router.refresh();
  };

  const takeBack = async ({ items }: Undoable): Promise<Failure[] | null> => {
    const [only, ...others] = items;
    if (only && others.length === 0) {
      const result = await withProof(() => actions.undo(seen(only)));
      if (!result.ok) return [{ item: only, error: result.error }];
      setPatches([[only.id, result.value]]);
      return null;
    }
    const result = await withProof(() => actions.bulk({ action: "undo", items: items.map(seen) }));
    setPatches(items.map(({ id }) => [id, null]));
    return result.ok ? null : [{ item: null, error: result.error }];
  };

  const act = async ({ item, run, hope, done }: Act): Promise<Outcome<AccessRequestView>> => {
    setFailures((present) => present.filter((failure) => failure.item?.id !== item.id));
    if (hope) setPatches([[item.id, { ...item, ...hope, version: item.version + 1 }]]);
    const result = await withProof(run);
    setPatches([[item.id, result.ok ? result.value : null]]);
    if (!result.ok) {
      if (hope) setFailures((present) => [...present, { item, error: result.error }]);
    } else if (result.value.undoUntil) {
      offerUndo({ items: [result.value] }, done, result.value.mail?.state === "held" ? 1 : 0);
    } else toast(done);
    router.refresh();
    return result;
  };

  /** What a bulk act did, to the rows and to the undo. */
  const didBulk = (items: AccessRequestView[], { items: results }: BulkResult, sentence: string, mails: number) => {
    const changed = results.flatMap((result) => {
      const item = items.find(({ id }) => id === result.id);
      if (!result.ok || !item) return [];
      const { version, undoUntil } = result;
      return [{ ...item, status: result.status as AccessRequestView["status"], version, undoUntil }];
    });
    setPatches(changed.map((item) => [item.id, item]));
    const undoable = changed.filter(({ undoUntil }) => undoUntil !== null);
    if (undoable.length > 0) offerUndo({ items: undoable }, sentence, mails);
    router.refresh();
  };

  return {
    act,
    didBulk,
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
