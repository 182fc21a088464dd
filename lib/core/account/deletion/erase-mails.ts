import type { EmailChange, User } from "@/generated/prisma/client";
import type { Transaction } from "../../database";

type Person = Pick<User, "id" | "email" | "name">;

/**
 * Removes the mails to every address that the account has had or asked for, and what other people's mails say of the
 * person: their names, in the previews and in the built-in mailbox. Mails that wait are sent as they are, and go with
 * the retention (lib/platform/sweep.ts). Looks at every mail that is kept, so it is for a job.
 */
export async function eraseMailsOf(tx: Transaction, user: Person): Promise<void> {
  const changes = await tx.emailChange.findMany({ where: { userId: user.id }, orderBy: { createdAt: "asc" } });
  await tx.mail.deleteMany({ where: { to: user.email } });
  const earlier = new Set(changes.filter(({ confirmedAt }) => confirmedAt).flatMap((c) => [c.oldEmail, c.newEmail]));
  earlier.delete(user.email);
  for (const address of earlier) await eraseMailsTo(tx, user.id, address, changes);
  const asked = changes.filter(({ newEmail }) => newEmail !== user.email && !earlier.has(newEmail));
  await tx.mail.deleteMany({
    where: { to: { in: asked.map(({ newEmail }) => newEmail) }, template: "email-change-confirm" },
  });
  await eraseWords(tx, [user.email, ...earlier, user.name]);
}

/** All of them; or, where the address is somebody else's by now, those from before the account left it. */
async function eraseMailsTo(tx: Transaction, userId: string, to: string, changes: EmailChange[]): Promise<void> {
  if (!(await isOfOthers(tx, userId, to))) {
    await tx.mail.deleteMany({ where: { to } });
    return;
  }
  const left = changes.findLast(({ confirmedAt, oldEmail }) => confirmedAt && oldEmail === to)?.confirmedAt;
  if (left) await tx.mail.deleteMany({ where: { to, createdAt: { lte: left } } });
}

async function isOfOthers(tx: Transaction, userId: string, address: string): Promise<boolean> {
  const others = await Promise.all([
    tx.user.count({ where: { email: address, id: { not: userId } } }),
    tx.accessRequest.count({ where: { email: address, OR: [{ userId: null }, { userId: { not: userId } }] } }),
    tx.emailChange.count({
      where: {
        ...{ userId: { not: userId }, confirmedAt: { not: null } },
        OR: [{ oldEmail: address }, { newEmail: address }],
      },
    }),
  ]);
  return others.some((count) => count > 0);
}

/** Letters of a name that is too short would be found in half of all mails. */
const shortestWords = 3;

async function eraseWords(tx: Transaction, named: string[]): Promise<void> {
  const words = named.map(escaped).filter((word) => word.length >= shortestWords);
  // Words stand by themselves: "Ana" is not in "Analysis". Breaks that make a name inert, and those of lines, do not count.
  const pattern = `(^|\\W)(${words.join("|")})($|\\W)`;
  await tx.$executeRaw`
    DELETE FROM mailbox_messages
    WHERE regexp_replace(translate(subject || ' ' || text, ${zeroWidthSpace}, ''), '\\s+', ' ', 'g') ~* ${pattern}`;
  await tx.$executeRaw`
    UPDATE mails SET preview = NULL
    WHERE state <> 'QUEUED' AND preview IS NOT NULL
      AND regexp_replace(translate((preview->>'subject') || ' ' || (preview->>'text'), ${zeroWidthSpace}, ''), '\\s+', ' ', 'g')
        ~* ${pattern}`;
}

const zeroWidthSpace = "\u200b";

function escaped(words: string): string {
  return words
    .trim()
    .replace(/\s+/g, " ")
    .replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
