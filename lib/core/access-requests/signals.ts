import { z } from "zod";
import type { AccessRequest } from "@/generated/prisma/client";
import { allAnswers } from "../kernel/all-answers";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import type { InstanceSettings } from "../settings/get-settings";
import { isUndecided } from "./request";

export const requestSignal = z.strictObject({
  kind: z.enum([
    /** CONFIRM_REQUESTS only. */
    "unconfirmed",
    "needs_second_approval",
    "awaits_organization",
    "disposable",
    "free_mail",
    "rejected_before",
    /** `decidedByRule` names the rule. */
    "held_by_rule",
    /** An account has this corporate domain. */
    "known_tenant",
    /** Corporate domains only. */
    "same_domain",
    "same_ip",
    "duplicates",
    "resubmitted",
  ]),
  /** 1 if nothing is counted. */
  count: z.int().min(0),
});
type RequestSignal = z.output<typeof requestSignal>;
type Counts = Map<string, number>;

/** Expects rows without stale approvals. */
export async function signalsOf(
  ctx: CoreContext,
  db: Database | Transaction,
  rows: AccessRequest[],
  settings: InstanceSettings,
): Promise<Map<string, RequestSignal[]>> {
  if (rows.length === 0) return new Map();
  const ids = rows.map(({ id }) => id);
  const domains = distinct(rows.filter(({ domainKind }) => domainKind === "CORPORATE").map((row) => row.emailDomain));
  const [sameDomain, sameIp, knownDomains, duplicates, events] = await allAnswers([
    countBy(db, "emailDomain", domains),
    countBy(db, "ip", distinct(rows.map(({ ip }) => ip))),
    domainsWithAccounts(db, domains),
    countDuplicates(db, ids),
    db.accessRequestEvent.groupBy({
      by: ["accessRequestId", "kind"],
      where: { accessRequestId: { in: ids }, kind: { in: ["rejected", "rejected_by_rule", "submitted_again"] } },
      _count: true,
    }),
  ]);
  const eventCount = (id: string, kind: string) =>
    events.find((event) => event.accessRequestId === id && event.kind === kind)?._count ?? 0;
  const rejections = (id: string) => eventCount(id, "rejected") + eventCount(id, "rejected_by_rule");
  return new Map(
    rows.map((row) => {
      const isOpen = isUndecided(row);
      const found: RequestSignal[] = [
        { kind: "unconfirmed", count: ctx.config.confirmRequests && isOpen && !row.emailConfirmedAt ? 1 : 0 },
        { kind: "needs_second_approval", count: isOpen && needsSecond(row, settings) ? 1 : 0 },
        { kind: "awaits_organization", count: isOpen && row.joinAskedAt ? 1 : 0 },
        { kind: "disposable", count: row.domainKind === "DISPOSABLE" ? 1 : 0 },
        { kind: "free_mail", count: row.domainKind === "FREE" ? 1 : 0 },
        { kind: "held_by_rule", count: isOpen && row.decidedByRuleId ? 1 : 0 },
        { kind: "rejected_before", count: rejections(row.id) - (row.status === "REJECTED" ? 1 : 0) },
        { kind: "known_tenant", count: knownDomains.has(row.emailDomain) ? 1 : 0 },
        { kind: "same_domain", count: (sameDomain.get(row.emailDomain) ?? 1) - 1 },
        { kind: "same_ip", count: (sameIp.get(row.ip) ?? 1) - 1 },
        { kind: "duplicates", count: duplicates.get(row.id) ?? 0 },
        { kind: "resubmitted", count: eventCount(row.id, "submitted_again") },
      ];
      return [row.id, found.filter(({ count }) => count > 0)];
    }),
  );
}

function needsSecond(row: AccessRequest, { fourEyesBuyerModes }: InstanceSettings): boolean {
  return row.firstApprovedById !== null && fourEyesBuyerModes.includes(row.buyerMode);
}

function distinct(found: string[]): string[] {
  return [...new Set(found.filter((value) => value !== ""))];
}

async function countBy(db: Database | Transaction, by: "emailDomain" | "ip", values: string[]): Promise<Counts> {
  if (values.length === 0) return new Map();
  const groups = await db.accessRequest.groupBy({ by: [by], where: { [by]: { in: values } }, _count: true });
  return new Map(groups.map((group) => [group[by], group._count]));
}

async function countDuplicates(db: Database | Transaction, ids: string[]): Promise<Counts> {
  const groups = await db.accessRequest.groupBy({
    by: ["duplicateOfId"],
    where: { duplicateOfId: { in: ids } },
    _count: true,
  });
  return new Map(groups.map(({ duplicateOfId, _count }) => [duplicateOfId ?? "", _count]));
}

/** Uses an index. */
async function domainsWithAccounts(db: Database | Transaction, domains: string[]): Promise<Set<string>> {
  if (domains.length === 0) return new Set();
  const known = await db.$queryRaw<{ domain: string }[]>`
    SELECT domain FROM unnest(${domains}::text[]) AS domain
    WHERE EXISTS (SELECT FROM users WHERE split_part(email, '@', 2) = domain)`;
  return new Set(known.map(({ domain }) => domain));
}
