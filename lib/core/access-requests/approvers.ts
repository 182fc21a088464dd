import { z } from "zod";
import type { AccessRequest, Prisma } from "@/generated/prisma/client";
import { domainOf } from "@/lib/values/domains";
import { canonicalMailbox } from "@/lib/values/mailboxes";
import { act } from "../kernel/act";
import type { ReviewerActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { Database, Transaction } from "../kernel/database";
import { err, ok, type Result } from "../kernel/result";
import { roleIn } from "../tenants/membership";
import { shareUsers } from "../users/lock-user";
import { mayManage } from "../users/team-roles";
import { isUndecided, withoutFirstApproval } from "./request";

export const person = z.strictObject({ id: z.uuid(), name: z.string(), email: z.string() });
export type Person = z.output<typeof person>;

const reviewersMax = 200;
export const canReview = {
  deactivatedAt: null,
  OR: [{ isAdmin: true }, { isReviewer: true }],
} satisfies Prisma.UserWhereInput;
export const reachableReviewers = { ...canReview, emailVerifiedAt: { not: null } } satisfies Prisma.UserWhereInput;

export const listReviewers = act({
  access: "reviewer",
  input: z.strictObject({}),
  output: z.strictObject({ reviewers: z.array(person) }).meta({ id: "Reviewers" }),
  errors: [],
  example: {
    output: {
      reviewers: [{ id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", name: "Ana Admin", email: "ana@company.com" }],
    },
  },
  async run(ctx) {
    const reviewers = await ctx.db.user.findMany({
      where: canReview,
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: reviewersMax,
      select: { id: true, name: true, email: true },
    });
    return ok({ reviewers });
  },
});

/** Share-locks the reviewer and `others`, or fails with `admin_required` if the role is gone. */
export async function lockReviewer(
  tx: Transaction,
  { user: { id, isAdmin } }: ReviewerActor,
  others: (string | null | undefined)[] = [],
): Promise<Result<undefined, "admin_required">> {
  await shareUsers(tx, [id, ...others]);
  const role = isAdmin ? { isAdmin } : {};
  const entitled = await tx.user.count({ where: { AND: [{ id, ...role }, reachableReviewers] } });
  return entitled > 0 ? ok() : err("admin_required");
}

type Approvers = Pick<AccessRequest, "firstApprovedById" | "joinAskedById">;
type Approvable = Approvers & Pick<AccessRequest, "status" | "approvalNote" | "joinTenantId" | "joinAskedAt">;

export function approversOf({ firstApprovedById, joinAskedById }: Approvers): string[] {
  return [firstApprovedById, joinAskedById].filter((id) => id !== null);
}

export async function entitledAmong(db: Database | Transaction, requests: Approvers[]): Promise<Set<string>> {
  const ids = [...new Set(requests.flatMap(approversOf))];
  if (ids.length === 0) return new Set();
  const found = await db.user.findMany({ where: { id: { in: ids }, ...reachableReviewers }, select: { id: true } });
  return new Set(found.map(({ id }) => id));
}

/** Drops a waiting approval whose reviewer may no longer decide. */
export function withoutStaleApproval<Request extends Approvable>(request: Request, entitled: Set<string>): Request {
  if (!isUndecided(request)) return request;
  const { approvalNote, joinAskedAt, joinAskedById, joinTenantId } = request;
  const approvers = approversOf(request);
  const isAskerGone = joinAskedAt !== null && joinAskedById === null;
  const isLeftOver = approvers.length === 0 && (approvalNote !== null || joinTenantId !== null);
  const stands = approvers.every((id) => entitled.has(id)) && !isAskerGone && !isLeftOver;
  return stands ? request : { ...request, ...withoutFirstApproval };
}

type Account = Pick<Person, "id" | "email">;

/** Disconnected SSO addresses come from the audit log. */
async function ownAddresses(db: Database | Transaction, { id: userId, email }: Account): Promise<string[]> {
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

/** Old events have no email. */
function emailIn(details: Prisma.JsonValue): string[] {
  const isObject = typeof details === "object" && details !== null && !Array.isArray(details);
  return isObject && typeof details.email === "string" ? [details.email] : [];
}

export async function ownMailboxes(db: Database | Transaction, account: Account): Promise<Set<string>> {
  return new Set((await ownAddresses(db, account)).map(canonicalMailbox));
}

type Joining = Pick<AccessRequest, "emailDomain" | "firstApprovedById" | "joinTenantId" | "joinRole">;

/** Prevents self-approval, since a domain's owner can create any address of it. False if no one else could decide. */
export async function isOfOwnCompany(
  ctx: CoreContext,
  db: Database | Transaction,
  account: Account,
  { emailDomain, firstApprovedById, joinTenantId, joinRole }: Joining,
  secondId: string = account.id,
): Promise<boolean> {
  if (joinTenantId === null || !(await isColleague(ctx, db, account, emailDomain))) return false;
  if (mayManage(await roleIn(db, joinTenantId, account.id), joinRole ?? "MEMBER")) return false;
  const deciding = [account.id, secondId, ...(firstApprovedById === null ? [] : [firstApprovedById])];
  const others = await db.user.findMany({
    where: { ...reachableReviewers, id: { notIn: deciding } },
    select: { id: true, email: true },
  });
  for (const other of others) if (!(await isColleague(ctx, db, other, emailDomain))) return true;
  return false;
}

/** Excludes first approvals by the applicant or for the approver's own company. */
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

/** Counts subdomains as the same company. */
async function isColleague(
  ctx: CoreContext,
  db: Database | Transaction,
  account: Account,
  emailDomain: string,
): Promise<boolean> {
  const company = companyOf(ctx, emailDomain);
  if (company === null) return false;
  return (await ownAddresses(db, account)).some((email) => companyOf(ctx, domainOf(email)) === company);
}

function companyOf(ctx: CoreContext, domain: string): string | null {
  return ctx.isPublicMailDomain(domain) ? null : ctx.registrableDomain(domain);
}
