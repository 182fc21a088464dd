"use client";

import { useState } from "react";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import type { AccessRequestPage } from "@/lib/core/access-requests/queue";
import type { AccessRequestView } from "@/lib/core/access-requests/view";
import type { QueueFilterInput } from "@/lib/values/queue";
import { loadRequests } from "../actions";
import { toQuery } from "./queue-params";
import { type Patches, patched } from "./use-patches";

interface More {
  /** Filter of these pages. */
  query: string;
  items: AccessRequestView[];
  nextCursor: string | null;
}

interface Props {
  page: AccessRequestPage;
  filter: QueueFilterInput;
  patches: Patches;
}

export function useQueueList({ page, filter, patches }: Props) {
  const call = useCall();
  const query = toQuery(filter);
  const [more, setMore] = useState<More | null>(null);
  const [error, setError] = useState<Refusal | null>(null);
  const [isLoading, setLoading] = useState(false);
  const later = more?.query === query ? more : { query, items: [], nextCursor: page.nextCursor };
  const known = new Set(page.items.map(({ id }) => id));
  const items = [...page.items, ...later.items.filter(({ id }) => !known.has(id))];

  const loadMore = async () => {
    if (later.nextCursor === null || isLoading) return;
    setLoading(true);
    const { nextCursor } = later;
    const result = await call(() => loadRequests({ ...filter, cursor: nextCursor }));
    setLoading(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    const { value } = result;
    setMore({ query, items: [...later.items, ...value.items], nextCursor: value.nextCursor });
  };

  return { items: patched(items, patches, filter), nextCursor: later.nextCursor, loadMore, isLoading, error };
}
