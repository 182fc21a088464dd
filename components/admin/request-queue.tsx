"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useEffect, useRef, useState, useTransition } from "react";
import { toast } from "sonner";
import { FormError } from "@/components/forms/form-error";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import { Button } from "@/components/ui/button";
import { filterParsers } from "./filter-parsers";
import { KeyBar } from "./key-bar";
import { QueueFilters } from "./queue-filters";
import { RequestPanel } from "./request-panel";
import { RequestRow } from "./request-row";
import type { RequestActions, RequestDetail, RequestItem, RequestPage } from "./request-types";
import { useQueueKeys } from "./use-queue-keys";

interface Props {
  page: RequestPage;
  detail: RequestDetail | null;
  modeLabels: Record<string, string>;
  actions: RequestActions;
}

/**
 * The review queue: list left, the whole request right, everything by mouse, touch or keyboard. Filters and the chosen
 * request are in the address, so a reload or a colleague's link shows the same.
 */
export function RequestQueue({ page, detail, modeLabels, actions }: Props) {
  const t = useTranslations("admin");
  const router = useRouter();
  const [status] = useQueryState("status", filterParsers.status);
  const [q] = useQueryState("q", filterParsers.q);
  const [selectedId, setSelectedId] = useQueryState("request", parseAsString.withOptions({ shallow: false }));
  const [more, setMore] = useState<{ of: RequestPage; items: RequestItem[]; nextCursor: string | null } | null>(null);
  const call = useCall();
  const [moreError, setMoreError] = useState<Refusal | null>(null);
  const [isLoading, startTransition] = useTransition();
  const [question, setQuestion] = useState<"reject" | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const panel = useRef<HTMLElement>(null);

  // Further pages belong to the first page that they were loaded after.
  const loaded = more?.of === page ? more : { items: [], nextCursor: page.nextCursor };
  const items = [...page.items, ...loaded.items];
  const index = items.findIndex(({ id }) => id === selectedId);

  const select = (id: string | null) => {
    setQuestion(null);
    startTransition(() => {
      void setSelectedId(id);
    });
  };
  const move = (by: 1 | -1) => {
    const next = items[index === -1 ? 0 : Math.min(items.length - 1, Math.max(0, index + by))];
    if (next) select(next.id);
  };
  const loadMore = () =>
    startTransition(async () => {
      if (loaded.nextCursor === null) return;
      const where = { ...(status === "all" ? {} : { status }), ...(q ? { q } : {}), cursor: loaded.nextCursor };
      const result = await call(() => actions.loadRequests(where));
      setMoreError(result.ok ? null : result.error);
      if (!result.ok) return;
      const { value } = result;
      setMore({ of: page, items: [...loaded.items, ...value.items], nextCursor: value.nextCursor });
    });
  /** After a decision the next request is up: that is where eyes and focus go. */
  const decided = (done: string) => {
    toast(done);
    const next = items[index + 1] ?? items[index - 1];
    setQuestion(null);
    setMore(null);
    startTransition(() => {
      void setSelectedId(status === "all" || !next ? selectedId : next.id);
      router.refresh();
    });
    list.current?.focus();
  };
  const changed = (done: string) => {
    toast(done);
    setMore(null);
    router.refresh();
  };
  useQueueKeys({
    move,
    open: () => panel.current?.focus(),
    reject: () => setQuestion("reject"),
  });
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  });

  return (
    <div className="grid grid-cols-1 gap-4">
      <QueueFilters counts={page.counts} />
      <p aria-live="polite" className="sr-only">
        {t("found", { count: items.length })}
      </p>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,7fr)]">
        <section aria-label={t("list")} className="rounded border bg-surface" aria-busy={isLoading}>
          {items.length === 0 ? (
            <p className="p-5 text-muted">
              {q ? t("empty.search", { q }) : t(status === "pending" ? "empty.pending" : "empty.other")}
            </p>
          ) : (
            <ul ref={list} tabIndex={-1} className="max-h-[70dvh] overflow-y-auto outline-none max-lg:max-h-none">
              {items.map((item) => (
                <RequestRow
                  key={item.id}
                  item={item}
                  mode={modeLabels[item.buyerMode] ?? item.buyerMode}
                  isSelected={item.id === selectedId}
                  onSelect={() => select(item.id)}
                />
              ))}
            </ul>
          )}
          {loaded.nextCursor === null ? null : (
            <div className="grid justify-items-start gap-3 border-t p-3">
              <FormError error={moreError} />
              <Button size="sm" pending={isLoading} onClick={loadMore}>
                {t("more")}
              </Button>
            </div>
          )}
        </section>
        <section ref={panel} tabIndex={-1} className="scroll-mt-4 outline-none">
          {detail ? (
            <RequestPanel
              key={`${detail.id}-${detail.version}`}
              detail={detail}
              mode={modeLabels[detail.buyerMode] ?? detail.buyerMode}
              actions={actions}
              isRejecting={question === "reject"}
              onReject={(isOpen) => setQuestion(isOpen ? "reject" : null)}
              onDecided={decided}
              onChanged={changed}
              onMove={index === -1 ? null : move}
            />
          ) : items.length > 0 ? (
            <p className="rounded border border-dashed p-6 text-muted max-lg:hidden">{t("pick")}</p>
          ) : null}
        </section>
      </div>
      <KeyBar canDecide={detail !== null && detail.status === "pending"} />
    </div>
  );
}
