import type { Prisma } from "@/generated/prisma/client";

/**
 * The request of an address that nobody has registered from: at most one. A registered one belongs to its account, which
 * may have moved to another address since.
 */
export function openRequestOf(email: string) {
  return { email, status: { not: "REGISTERED" } } as const satisfies Prisma.AccessRequestWhereInput;
}

/** The request that an account came of. One that was sent from the same address later is not theirs. */
export function requestOfAccount(userId: string) {
  return { userId, status: "REGISTERED" } as const satisfies Prisma.AccessRequestWhereInput;
}
