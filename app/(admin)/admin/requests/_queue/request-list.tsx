"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, type Ref, useEffect, useRef } from "react";
import { FormError } from "@/components/forms/form-error";
import { Button } from "@/components/ui/button";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import { bulkMax } from "@/lib/values/queue-bulk";
import { RequestRow } from "./request-row";
import type { useQueueList } from "./use-queue-list";
import type { useSelection } from "./use-selection";

interface Props {
  list: ReturnType<typeof useQueueList>;
  selection: ReturnType<typeof useSelection>;
  currentId: string | null;
  openId: string | null;
  showsStatus: boolean;
  isPending: boolean;
  empty: ReactNode;
  onOpen: (item: AccessRequestView) => void;
  onPoint: (id: string) => void;
  ref: Ref<HTMLElement>;
}

export function RequestList({ list, selection, currentId, openId, isPending, empty, ref, ...rest }: Props) {
  const t = useTranslations("queue");
  const { items, nextCursor, loadMore, isLoading, error } = list;
  return (
    <section
      ref={ref}
      tabIndex={-1}
      aria-label={t("list")}
      aria-busy={isPending}
      className="@container rounded border bg-surface"
    >
      {items.length === 0 ? (
        empty
      ) : (
        <>
          <ListHead shown={items.length} selection={selection} />
          <ul>
            {items.map((item) => (
              <RequestRow
                key={item.id}
                item={item}
                showsStatus={rest.showsStatus}
                isCurrent={item.id === currentId}
                isOpen={item.id === openId}
                isSelected={selection.ids.has(item.id)}
                onOpen={() => rest.onOpen(item)}
                onPoint={() => rest.onPoint(item.id)}
                onSelect={(isRange) => selection.toggle(item.id, isRange)}
              />
            ))}
          </ul>
        </>
      )}
      {nextCursor === null ? null : (
        <div className="grid justify-items-start gap-3 border-t p-3">
          <FormError error={error} />
          <Button size="sm" pending={isLoading} pendingLabel={t("loading")} onClick={() => void loadMore()}>
            {t("more")}
          </Button>
        </div>
      )}
    </section>
  );
}

function ListHead({ shown, selection }: { shown: number; selection: Props["selection"] }) {
  const t = useTranslations("queue");
  const box = useRef<HTMLInputElement>(null);
  const count = selection.ids.size;
  const all = Math.min(shown, bulkMax);
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && count < all;
  }, [count, all]);
  return (
    <div className="flex items-center border-b text-muted text-sm">
      <label className="flex cursor-pointer items-center gap-2 py-2 pr-3 pl-3 pointer-coarse:py-3">
        <input
          ref={box}
          type="checkbox"
          className="size-4 accent-accent pointer-coarse:size-5"
          checked={count > 0 && count === all}
          onChange={() => (count === all ? selection.clear() : selection.selectAll())}
        />
        {t("selectAll")}
      </label>
      <p aria-live="polite" className="mr-4 ml-auto">
        {t("shown", { count: shown })}
      </p>
    </div>
  );
}
