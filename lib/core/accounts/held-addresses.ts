import type { Prisma, User } from "@/generated/prisma/client";
import type { Database, Transaction } from "../kernel/database";

export interface HeldAddress {
  email: string;
  /** Inclusive unless `isAfter`, null since the beginning. */
  from: Date | null;
  /** Another account left the address at `from`. */
  isAfter: boolean;
  /** Inclusive, null if still held. */
  until: Date | null;
}

/** Excludes times of other accounts. */
export async function heldAddresses(
  db: Database | Transaction,
  user: Pick<User, "id" | "email">,
): Promise<HeldAddress[]> {
  const held: HeldAddress[] = [];
  for (const { email, from, until } of await ownTimes(db, user)) {
    const left = await lastLeftByOthers(db, user.id, email, until);
    const isAfter = left !== null && (from === null || left >= from);
    held.push({ email, until, isAfter, from: isAfter ? left : from });
  }
  return held;
}

export function mailsWhileHeld({ email, from, isAfter, until }: HeldAddress): Prisma.MailWhereInput {
  return { to: email, createdAt: { ...(from && { [isAfter ? "gt" : "gte"]: from }), ...(until && { lte: until }) } };
}

type OwnTime = Pick<HeldAddress, "email" | "from" | "until">;

async function ownTimes(db: Database | Transaction, user: Pick<User, "id" | "email">): Promise<OwnTime[]> {
  const changes = await db.emailChange.findMany({ where: { userId: user.id, confirmedAt: { not: null } } });
  const moves = changes
    .flatMap(({ oldEmail, newEmail, confirmedAt, undoneAt }) => [
      ...(confirmedAt ? [{ at: confirmedAt, to: newEmail, before: oldEmail }] : []),
      ...(undoneAt ? [{ at: undoneAt, to: oldEmail, before: newEmail }] : []),
    ])
    .sort((a, b) => a.at.getTime() - b.at.getTime());
  const times: OwnTime[] = [];
  let present: OwnTime = { email: moves[0]?.before ?? user.email, from: null, until: null };
  for (const { at, to } of moves) {
    times.push({ ...present, until: at });
    present = { email: to, from: at, until: null };
  }
  return [...times, present];
}

async function lastLeftByOthers(
  db: Database | Transaction,
  userId: string,
  email: string,
  until: Date | null,
): Promise<Date | null> {
  const before = until ? { lte: until } : { not: null };
  const others = { userId: { not: userId } };
  const [moved, undone] = await Promise.all([
    db.emailChange.findFirst({
      where: { ...others, oldEmail: email, confirmedAt: before },
      orderBy: { confirmedAt: "desc" },
      select: { confirmedAt: true },
    }),
    db.emailChange.findFirst({
      where: { ...others, newEmail: email, confirmedAt: { not: null }, undoneAt: before },
      orderBy: { undoneAt: "desc" },
      select: { undoneAt: true },
    }),
  ]);
  const left = [moved?.confirmedAt, undone?.undoneAt].filter((at) => at instanceof Date);
  return left.reduce<Date | null>((last, at) => (last && last > at ? last : at), null);
}
