"use client";

import { useState } from "react";
import type { Refusal } from "@/components/forms/outcome";
import { useCall } from "@/components/forms/use-call";
import type { QueueFilterInput } from "@/lib/values/queue";
import type { AccessRequestPage, AccessRequestView } from "@/lib/values/queue-view";
import type { QueueActs } from "./queue-acts";
import { toQuery } from "./queue-params";
import { type Patches, patched } from "./use-patches";

interface More {
  /** The filter that they belong to. */
  query: string;
  items: AccessRequestView[];
  nextCursor: string | null;
}

interface Props {
  page: AccessRequestPage;
  filter: QueueFilterInput;
  patches: Patches;
  load: QueueActs["loadRequests"];
}

/** What is shown: the server's first page, the pages loaded after it, and over both what was decided since. */
export function useQueueList({ page, filter, patches, load }: Props) {
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
    const result = await call(() => load({ ...filter, cursor: nextCursor }));
    setLoading(false);
    setError(result.ok ? null : result.error);
    if (!result.ok) return;
    const { value } = result;
    setMore({ query, items: [...later.items, ...value.items], nextCursor: value.nextCursor });
  };

  return { items: patched(items, patches, filter), nextCursor: later.nextCursor, loadMore, isLoading, error };
}
