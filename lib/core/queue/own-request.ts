import { domainOf } from "@/lib/values/domains";
import { canonicalMailbox } from "@/lib/values/email";
import { reachableReviewers } from "../access/tell-reviewers";
import type { ReviewerActor } from "../actors";
import type { CoreContext } from "../context";
import type { Database, Transaction } from "../database";

/**
 * Every mailbox that is known to be the reviewer's: the present address, those that the account had, and those of its
 * identities at other providers. Spellings that reach one mailbox are one.
 */
export async function ownMailboxes(db: Database | Transaction, { user }: ReviewerActor): Promise<Set<string>> {
  const [changes, identities] = await Promise.all([
    db.emailChange.findMany({
      where: { userId: user.id, confirmedAt: { not: null } },
      select: { oldEmail: true, newEmail: true },
    }),
    db.externalIdentity.findMany({ where: { userId: user.id }, select: { email: true } }),
  ]);
  const addresses = [user, ...identities].map(({ email }) => email);
  const earlier = changes.flatMap(({ oldEmail, newEmail }) => [oldEmail, newEmail]);
  return new Set([...addresses, ...earlier].map(canonicalMailbox));
}

/**
 * True when the reviewer would let somebody of their own company into an organization, and somebody else could decide.
 * Who owns a domain makes up as many addresses of it as they like, so it may be the reviewer once more.
 */
export async function isOfOwnCompany(
  ctx: CoreContext,
  tx: Transaction,
  { user }: ReviewerActor,
  emailDomain: string,
): Promise<boolean> {
  if (domainOf(user.email) !== emailDomain || ctx.isPublicMailDomain(emailDomain)) return false;
  return (await tx.user.count({ where: { ...reachableReviewers, id: { not: user.id } } })) > 0;
}
