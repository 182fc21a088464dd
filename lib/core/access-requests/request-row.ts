import type { Prisma } from "@/generated/prisma/client";

const person = { select: { id: true, name: true, email: true } } as const;

/** Reviewers and the people of an organization are mailed about a request, too. */
export const toApplicant = { template: { notIn: ["request-waiting", "join-asked"] } };

/** What a view is made of. */
export const accessRequestInclude = {
  decidedBy: person,
  assignee: person,
  firstApprovedBy: person,
  decidedByRule: { select: { id: true, name: true } },
  duplicateOf: person,
  joinTenant: { select: { id: true, name: true } },
  tokens: { where: { purpose: "APPROVAL" }, orderBy: { id: "desc" }, take: 5 },
  mails: {
    where: toApplicant,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 5,
    select: {
      ...{ id: true, template: true, state: true, attempts: true, lastError: true },
      ...{ createdAt: true, sentAt: true, sendAfter: true },
    },
  },
} satisfies Prisma.AccessRequestInclude;

export type RequestRow = Prisma.AccessRequestGetPayload<{ include: typeof accessRequestInclude }>;
