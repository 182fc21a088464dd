import type { Prisma } from "@/generated/prisma/client";
import { readMoment } from "@/lib/values/moments";
import type { QueueFilterInput, QueueSort } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import { isOpenFilter } from "./queue-filter";

type Where = Prisma.AccessRequestWhereInput;
type Order = Prisma.AccessRequestOrderByWithRelationInput;

const columns = { domain: "emailDomain", organization: "organization" } as const;

export function sortOf(input: QueueFilterInput): QueueSort {
  return input.sort ?? (isOpenFilter(input) ? "age" : "-age");
}

/** Every order ends with the id, so that no two rows are equal. */
export function queueOrder(sort: QueueSort): Order[] {
  if (sort === "age") return [{ submittedAt: "asc" }, { id: "asc" }];
  if (sort === "-age") return [{ submittedAt: "desc" }, { id: "desc" }];
  return [{ [columns[sort]]: "asc" }, { submittedAt: "asc" }, { id: "asc" }];
}

export function cursorOf(
  sort: QueueSort,
  row: { id: string; submittedAt: Date; emailDomain: string; organization: string },
): string {
  const place = `${row.submittedAt.toISOString()}_${row.id}`;
  return sort === "age" || sort === "-age" ? place : `${place}_${row[columns[sort]]}`;
}

/** Keyset pagination; a cursor that is not one of ours starts from the beginning. */
export function afterCursor(sort: QueueSort, cursor: string | undefined): Where {
  const [at = "", id = "", ...rest] = cursor?.split("_") ?? [];
  const submittedAt = readMoment(at);
  if (!submittedAt || !isId(id)) return {};
  if (sort === "-age") {
    const before = { OR: [{ submittedAt: { lt: submittedAt } }, { submittedAt, id: { lt: id } }] };
    return { submittedAt: { lte: submittedAt }, ...before };
  }
  const later = [{ submittedAt: { gt: submittedAt } }, { submittedAt, id: { gt: id } }];
  // The first condition says nothing new: it is what an index can start from.
  if (sort === "age") return { submittedAt: { gte: submittedAt }, OR: later };
  const column = columns[sort];
  const key = rest.join("_");
  return {
    [column]: { gte: key },
    OR: [{ [column]: { gt: key } }, ...later.map((place) => ({ [column]: key, ...place }))],
  };
}
