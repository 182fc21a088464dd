import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server";
import {
  accessRequestStatusSchema,
  domainKindSchema,
  type QueueFilterInput,
  queueFilterSchema,
  queueSortSchema,
  queueTabSchema,
  requestSourceSchema,
  tokenFilterSchema,
} from "@/lib/values/queue";

/** The queue as it stands in the address: a reload, a bookmark or a colleague's link shows the same. */
export const queueParams = {
  tab: parseAsStringLiteral(queueTabSchema.options).withDefault("new"),
  q: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(queueSortSchema.options),
  status: parseAsStringLiteral(accessRequestStatusSchema.options),
  buyerMode: parseAsString,
  domainKind: parseAsStringLiteral(domainKindSchema.options),
  verified: parseAsStringLiteral(["yes", "no"] as const),
  source: parseAsStringLiteral(requestSourceSchema.options),
  tokenState: parseAsStringLiteral(tokenFilterSchema.options),
  assignee: parseAsString,
  decidedBy: parseAsString,
  from: parseAsString,
  to: parseAsString,
};

export type QueueParams = inferParserType<typeof queueParams>;
export type FilterName = (typeof filterNames)[number];

/** What is chosen in the filter menu and shown as chips. */
export const filterNames = [
  ...(["status", "buyerMode", "domainKind", "verified", "source", "tokenState", "assignee", "decidedBy"] as const),
  ...(["from", "to"] as const),
] as const;

/** None of them, to be set at once. */
export const noFilters = Object.fromEntries(filterNames.map((name) => [name, null])) as Record<FilterName, null>;

/** What the address asks for. A filter that cannot be is no filter. */
export function toQueueFilter(params: QueueParams): QueueFilterInput {
  const given = Object.entries(params).filter(([, value]) => value !== null && value !== "");
  const whole = queueFilterSchema.safeParse(Object.fromEntries(given));
  if (whole.success) return whole.data;
  const wrong = new Set(whole.error.issues.map(({ path }) => path[0]));
  return queueFilterSchema.parse(Object.fromEntries(given.filter(([name]) => !wrong.has(name))));
}

/** The same filter as the part of an address after the question mark. */
export function toQuery(filter: QueueFilterInput): string {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined)).toString();
}
