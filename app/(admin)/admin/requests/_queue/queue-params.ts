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

export const filterNames = [
  ...(["status", "buyerMode", "domainKind", "verified", "source", "tokenState", "assignee", "decidedBy"] as const),
  ...(["from", "to"] as const),
] as const;

export const noFilters = Object.fromEntries(filterNames.map((name) => [name, null])) as Record<FilterName, null>;

/** Drops invalid filters. */
export function toQueueFilter(params: QueueParams): QueueFilterInput {
  const given = Object.entries(params).filter(([, value]) => value !== null && value !== "");
  const whole = queueFilterSchema.safeParse(Object.fromEntries(given));
  if (whole.success) return whole.data;
  const wrong = new Set(whole.error.issues.map(({ path }) => path[0]));
  return queueFilterSchema.parse(Object.fromEntries(given.filter(([name]) => !wrong.has(name))));
}

/** Returns a query string without `?`. */
export function toQuery(filter: QueueFilterInput): string {
  return new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined)).toString();
}
