import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import { domainOf } from "@/lib/values/domains";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { roleIn } from "../tenants/membership";
import { mayManage } from "../users/team-roles";
import { reachableReviewers } from "./tell-reviewers";

interface Person {
  id: string;
  email: string;
}

/**
 * Every address that is known to be the person's: the present one, those that the account had, and those of its identities
 * at other providers. The audit log knows the identities that were disconnected, for as long as it keeps its events.
 */
async function ownAddresses(db: Database | Transaction, { id: userId, email }: Person): Promise<string[]> {
  const [changes, identities, events] = await Promise.all([
    db.emailChange.findMany({
      where: { userId, confirmedAt: { not: null } },
      select: { oldEmail: true, newEmail: true },
    }),
    db.externalIdentity.findMany({ where: { userId }, select: { email: true } }),
    db.auditEvent.findMany({
      where: { actorId: userId, action: { in: ["identity.linked", "identity.unlinked"] } },
      select: { details: true },
    }),
  ]);
  return [
    email,
    ...changes.flatMap(({ oldEmail, newEmail }) => [oldEmail, newEmail]),
    ...identities.map((identity) => identity.email),
    ...events.flatMap(({ details }) => emailIn(details)),
  ];
}

/** Events from before the address was recorded have none. */
function emailIn(details: Prisma.JsonValue): string[] {
  const isObject = typeof details === "object" && details !== null && !Array.isArray(details);
  return isObject && typeof details.email === "string" ? [details.email] : [];
}

/** Every mailbox that is known to be the person's. Spellings that reach one mailbox are one. */
export async function ownMailboxes(db: Database | Transaction, person: Person): Promise<Set<string>> {
  return new Set((await ownAddresses(db, person)).map(canonicalMailbox));
}

type Joining = Pick<AccessRequest, "emailDomain" | "firstApprovedById" | "joinTenantId" | "joinRole">;

/**
 * True when the person would let their own company into an organization that they don't lead, though somebody else could
 * decide. Who owns a domain makes up as many addresses of it as they like, so the applicant may be the person once more.
 */
export async function isOfOwnCompany(
  ctx: CoreContext,
  db: Database | Transaction,
  person: Person,
  { emailDomain, firstApprovedById, joinTenantId, joinRole }: Joining,
  secondId: string = person.id,
): Promise<boolean> {
  if (joinTenantId === null || !(await isColleague(ctx, db, person, emailDomain))) return false;
  if (mayManage(await roleIn(db, joinTenantId, person.id), joinRole ?? "MEMBER")) return false;
  const deciding = [person.id, secondId, ...(firstApprovedById === null ? [] : [firstApprovedById])];
  const others = await db.user.findMany({
    where: { ...reachableReviewers, id: { notIn: deciding } },
    select: { id: true, email: true },
  });
  for (const other of others) if (!(await isColleague(ctx, db, other, emailDomain))) return true;
  return false;
}

/**
 * Whether somebody has approved it first who may, by the same rules as whoever decides now. Whether they still have their
 * role is another question (standing-approval.ts).
 */
export async function isFirstIndependent(
  ctx: CoreContext,
  db: Database | Transaction,
  request: Joining & Pick<AccessRequest, "email">,
  secondId: string,
): Promise<boolean> {
  const { email, firstApprovedById: id } = request;
  const first = id ? await db.user.findUnique({ where: { id }, select: { id: true, email: true } }) : null;
  if (!first || (await ownMailboxes(db, first)).has(canonicalMailbox(email))) return false;
  return !(await isOfOwnCompany(ctx, db, first, request, secondId));
}

/** Whether any address of the person has the same company, sub-domains included. */
async function isColleague(
  ctx: CoreContext,
  db: Database | Transaction,
  person: Person,
  emailDomain: string,
): Promise<boolean> {
  const company = companyOf(ctx, emailDomain);
  if (company === null) return false;
  return (await ownAddresses(db, person)).some((email) => companyOf(ctx, domainOf(email)) === company);
}

function companyOf(ctx: CoreContext, domain: string): string | null {
  return ctx.isPublicMailDomain(domain) ? null : ctx.registrableDomain(domain);
}
