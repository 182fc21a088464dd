import type { Prisma } from "@/generated/prisma/client";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import { readMoment } from "@/lib/values/moments";
import type { QueueFilterInput, QueueSort, QueueTab, TokenFilter } from "@/lib/values/queue";
import { isId } from "@/lib/values/tokens";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { literalText } from "../kernel/literal-text";
import { domainKindValues, statusValues } from "./view";

type Where = Prisma.AccessRequestWhereInput;

const daySeconds = 24 * 60 * 60;
const expiringSeconds = 3 * daySeconds;

/** Sorted oldest first by default. */
const openTabs: ReadonlySet<QueueTab> = new Set(["new", "waiting", "snoozed", "unconfirmed"]);

export function queueWhere(ctx: CoreContext, reviewerId: string, input: QueueFilterInput): Where {
  const me = (who: string) => (who === "me" ? reviewerId : who);
  const { assignee, buyerMode, decidedBy, domainKind, q, source, status, tab, tokenState, verified } = input;
  const conditions: (Where | undefined)[] = [
    tabWhere(ctx, tab ?? "all"),
    status && { status: keyOf(statusValues, status) },
    q ? { AND: matches(q) } : undefined,
    buyerMode ? { buyerMode } : undefined,
    domainKind && { domainKind: keyOf(domainKindValues, domainKind) },
    verified && { emailConfirmedAt: verified === "yes" ? { not: null } : null },
    assignee ? { assigneeId: assignee === "none" ? null : me(assignee) } : undefined,
    source && { source },
    tokenState && tokenWhere(ctx, tokenState),
    decidedBy ? decidedWhere(me(decidedBy)) : undefined,
    submittedWhere(input),
  ];
  return { AND: conditions.filter((condition) => condition !== undefined) };
}

function decidedWhere(who: string): Where {
  return who === "rule" ? { decidedByRuleId: { not: null }, decidedAt: { not: null } } : { decidedById: who };
}

function isOpenFilter({ status, tab }: QueueFilterInput): boolean {
  return (
    (tab !== undefined && openTabs.has(tab)) || status === "pending" || status === "needs_info" || status === "snoozed"
  );
}

function keyOf<Key extends string, Value>(values: Record<Key, Value>, value: Value): Key {
  const found = (Object.keys(values) as Key[]).find((key) => values[key] === value);
  if (!found) throw new Error(`${String(value)} is none of ${Object.values(values).join(", ")}`);
  return found;
}

const statusesOfTab = {
  new: ["PENDING"],
  waiting: ["NEEDS_INFO"],
  snoozed: ["SNOOZED"],
  approved: ["APPROVED", "REGISTERED", "EXPIRED"],
  invited: ["APPROVED"],
  joined: ["REGISTERED"],
  expired: ["EXPIRED"],
  rejected: ["REJECTED"],
} as const satisfies Partial<Record<QueueTab, AccessRequestStatus[]>>;

function tabWhere(ctx: CoreContext, tab: QueueTab): Where {
  const { confirmRequests } = ctx.config;
  const verifiedEmail = { emailConfirmedAt: { not: null } };
  switch (tab) {
    case "all":
      return confirmRequests ? { OR: [verifiedEmail, { status: { not: "PENDING" } }] } : {};
    case "unconfirmed":
      return confirmRequests ? { status: "PENDING", emailConfirmedAt: null } : { id: { in: [] } };
    case "new":
      return { status: "PENDING", ...(confirmRequests ? verifiedEmail : {}) };
    default:
      return { status: { in: [...statusesOfTab[tab]] } };
  }
}

/** `@acme.com` is the email domain, `@acme` its beginning. */
function matches(q: string): Where[] {
  const words = q.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return words.map((word) => {
    const found = { searchText: { contains: literalText(word) } };
    if (!word.startsWith("@") || word === "@") return found;
    const domain = word.slice(1);
    return { ...found, emailDomain: domain.includes(".") ? domain : { startsWith: literalText(domain) } };
  });
}

function tokenWhere(ctx: CoreContext, state: TokenFilter): Where {
  const open = { purpose: "APPROVAL", usedAt: null, voidedAt: null } as const;
  const opened = { tokens: { some: { ...open, openedAt: { not: null } } } };
  const failed = { mails: { some: { template: "access-approved", state: "FAILED" as const } } };
  switch (state) {
    case "used":
      return { tokens: { some: { purpose: "APPROVAL", usedAt: { not: null } } } };
    case "expired":
      return { status: "EXPIRED" };
    case "expiring":
      return { status: "APPROVED", approvalExpiresAt: { lt: secondsAfter(ctx.clock.now(), expiringSeconds) } };
    case "opened":
      return { status: "APPROVED", ...opened };
    case "failed":
      return { status: "APPROVED", ...failed };
    case "sent":
      return { status: "APPROVED", NOT: [opened, failed] };
  }
}

function submittedWhere({ from, to }: QueueFilterInput): Where | undefined {
  if (!from && !to) return undefined;
  return {
    submittedAt: {
      ...(from ? { gte: new Date(from) } : {}),
      ...(to ? (isDay(to) ? { lt: secondsAfter(new Date(to), daySeconds) } : { lte: new Date(to) }) : {}),
    },
  };
}

function isDay(typed: string): boolean {
  return !typed.includes("T");
}

const columns = { domain: "emailDomain", organization: "organization" } as const;

export function sortOf(input: QueueFilterInput): QueueSort {
  return input.sort ?? (isOpenFilter(input) ? "age" : "-age");
}

/** Breaks ties by id. */
export function queueOrder(sort: QueueSort): Prisma.AccessRequestOrderByWithRelationInput[] {
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

/** Starts over for an invalid cursor. */
export function afterCursor(sort: QueueSort, cursor: string | undefined): Where {
  const [at = "", id = "", ...rest] = cursor?.split("_") ?? [];
  const submittedAt = readMoment(at);
  if (!submittedAt || !isId(id)) return {};
  if (sort === "-age") {
    return {
      submittedAt: { lte: submittedAt },
      OR: [{ submittedAt: { lt: submittedAt } }, { submittedAt, id: { lt: id } }],
    };
  }
  const later = [{ submittedAt: { gt: submittedAt } }, { submittedAt, id: { gt: id } }];
  // The redundant first condition allows an index scan.
  if (sort === "age") return { submittedAt: { gte: submittedAt }, OR: later };
  const column = columns[sort];
  const key = rest.join("_");
  return {
    [column]: { gte: key },
    OR: [{ [column]: { gt: key } }, ...later.map((place) => ({ [column]: key, ...place }))],
  };
}
