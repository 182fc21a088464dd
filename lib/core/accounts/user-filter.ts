import type { Prisma } from "@/generated/prisma/client";
import { isId } from "@/lib/values/tokens";
import type { UserFilter } from "@/lib/values/users";
import { literalText } from "../kernel/literal-text";

/** The accounts that a filter names, for the list and for the export. */
export function userWhere(filter: UserFilter): Prisma.UserWhereInput {
  const { state, mfa, role, plan, tenant } = filter;
  return {
    AND: [
      matches(filter.q),
      state === undefined ? {} : states[state],
      role === undefined ? {} : roles[role],
      mfa === undefined ? {} : { totpCredential: mfa === "on" ? { isNot: null } : { is: null } },
      plan === undefined ? {} : { tenant: { plan } },
      tenant === undefined ? {} : { tenantId: tenant },
    ],
  };
}

const states: Record<NonNullable<UserFilter["state"]>, Prisma.UserWhereInput> = {
  active: { deactivatedAt: null, emailVerifiedAt: { not: null }, deletionDueAt: null },
  deactivated: { deactivatedAt: { not: null } },
  unverified: { emailVerifiedAt: null },
  deletion_pending: { deletionDueAt: { not: null } },
};

const roles: Record<NonNullable<UserFilter["role"]>, Prisma.UserWhereInput> = {
  admin: { isAdmin: true },
  reviewer: { isAdmin: false, isReviewer: true },
  user: { isAdmin: false, isReviewer: false },
};

/** In address and name; `@company.example` finds a domain, and an id its account. */
function matches(q: string | undefined): Prisma.UserWhereInput {
  const typed = q?.trim() ?? "";
  if (typed === "") return {};
  if (isId(typed)) return { id: typed };
  const contains = literalText(typed);
  const email = { email: { contains: contains.toLowerCase() } };
  return typed.startsWith("@") ? email : { OR: [email, { name: { contains, mode: "insensitive" } }] };
}
