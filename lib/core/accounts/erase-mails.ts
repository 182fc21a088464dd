import type { User } from "@/generated/prisma/client";
import type { Transaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { literalText } from "../kernel/literal-text";
import type { MailTemplates } from "../kernel/mail";
import { type HeldAddress, heldAddresses, mailsWhileHeld } from "./held-addresses";

const everywhere = "giu";

type Person = Pick<User, "id" | "email" | "name" | "tenantId">;

/** Maximum between an act and its mail. */
const writtenWithSeconds = 60;

/**
 * Deletes mails to addresses while the account had them. In other people's mails, replaces address and name where
 * they certainly mean this person. Scans every mail, so needs a job.
 */
export async function eraseMailsOf(tx: Transaction, user: Person): Promise<void> {
  const held = await heldAddresses(tx, user);
  for (const address of held) await tx.mail.deleteMany({ where: mailsWhileHeld(address) });
  await eraseChanges(tx, user.id);
  for (const address of held) {
    const person = byAddress([address.email], user.name);
    for (const id of await mailsWithAddress(tx, address)) await replaceIn(tx, id, person);
  }
  const about = [...(await invitationsBy(tx, user.id)), ...(await deletedProjectsBy(tx, user))];
  for (const id of about) await replaceIn(tx, id, byName(user.name));
  await replaceInDigests(tx, user.id);
}

async function eraseChanges(tx: Transaction, userId: string): Promise<void> {
  const changes = await tx.emailChange.findMany({ where: { userId } });
  const sent = (template: keyof MailTemplates, to: string, at: Date) =>
    tx.mail.deleteMany({ where: { template, to, createdAt: { gte: at, lte: secondsAfter(at, writtenWithSeconds) } } });
  for (const { oldEmail, newEmail, createdAt, confirmedAt } of changes) {
    await sent("email-change-confirm", newEmail, createdAt);
    if (confirmedAt) await sent("email-changed", oldEmail, confirmedAt);
  }
}

async function mailsWithAddress(tx: Transaction, { email, from, until }: HeldAddress): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM mails m LEFT JOIN mailbox_messages b ON b.mail_id = m.id
    WHERE (${from}::timestamptz IS NULL OR m.created_at >= ${from}::timestamptz)
      AND (${until}::timestamptz IS NULL OR m.created_at <= ${until}::timestamptz)
      AND translate(concat_ws(' ', b.subject, b.text, m.preview->>'subject', m.preview->>'text'), ${zeroWidthSpace}, '')
        ILIKE ${`%${literalText(email)}%`}`;
  return rows.map(({ id }) => id);
}

async function invitationsBy(tx: Transaction, userId: string): Promise<string[]> {
  // The earlier mail names this user after another resends it.
  const sent = await tx.auditEvent.findMany({
    where: { actorId: userId, action: { in: ["invitation.sent", "invitation.resent"] } },
    select: { targetId: true },
  });
  const ids = sent.flatMap(({ targetId }) => targetId ?? []);
  const invitations = await tx.invitation.findMany({ where: { OR: [{ invitedById: userId }, { id: { in: ids } }] } });
  const template = "invitation" satisfies keyof MailTemplates;
  const mails = await Promise.all(
    invitations.map(({ email, createdAt, expiresAt }) =>
      tx.mail.findMany({
        where: { template, to: email, createdAt: { gte: createdAt, lte: expiresAt } },
        select: { id: true },
      }),
    ),
  );
  return mails.flat().map(({ id }) => id);
}

async function deletedProjectsBy(tx: Transaction, { id, tenantId }: Person): Promise<string[]> {
  const events = await tx.auditEvent.findMany({ where: { actorId: id, action: "project.deleted" } });
  const team = (await tx.user.findMany({ where: { tenantId }, select: { email: true } })).map(({ email }) => email);
  const template = "project-deleted" satisfies keyof MailTemplates;
  const mails = await Promise.all(
    events.map(({ at }) =>
      tx.mail.findMany({
        where: { template, to: { in: team }, createdAt: { gte: at, lte: secondsAfter(at, writtenWithSeconds) } },
        select: { id: true },
      }),
    ),
  );
  return mails.flat().map(({ id: mailId }) => mailId);
}

async function replaceInDigests(tx: Transaction, userId: string): Promise<void> {
  const request = await tx.accessRequest.findUnique({ where: { userId } });
  if (!request) return;
  const template = "requests-digest" satisfies keyof MailTemplates;
  const where = { template, createdAt: { gte: request.createdAt } };
  for (const { id } of await tx.mail.findMany({ where, select: { id: true } })) {
    await replaceIn(tx, id, byName(`${request.name}, ${request.organization}`));
  }
}

interface Said {
  subject: string;
  text: string;
  html: string;
}

async function replaceIn(tx: Transaction, mailId: string, person: Pattern): Promise<void> {
  const mail = await tx.mail.findUnique({ where: { id: mailId }, include: { message: true } });
  if (!mail) return;
  const instead = mail.locale === "de" ? "ein gelöschtes Konto" : "a deleted account";
  const replaced = ({ subject, text, html }: Said): Said | null => {
    if (person.needs && !person.needs.test(`${subject}\n${text}`)) return null;
    return {
      subject: subject.replace(person.said, instead),
      text: text.replace(person.said, instead),
      html: inMarkup(html, person, instead),
    };
  };
  const message = mail.message && replaced(mail.message);
  if (message) await tx.mailboxMessage.update({ where: { mailId }, data: message });
  const preview = isSaid(mail.preview) && replaced(mail.preview);
  if (preview) await tx.mail.update({ where: { id: mailId }, data: { preview: { ...preview } } });
}

function isSaid(preview: unknown): preview is Said {
  return (
    typeof preview === "object" && preview !== null && "subject" in preview && "text" in preview && "html" in preview
  );
}

/** Replaces names only in readable text, since "table" may be one. */
function inMarkup(html: string, { said, inLinks }: Pattern, instead: string): string {
  return html
    .split(/(<style[^>]*>[\s\S]*?<\/style>|<[^>]*>)/)
    .map((piece) =>
      piece.startsWith("<") ? (inLinks ? piece.replace(inLinks, instead) : piece) : piece.replace(said, instead),
    )
    .join("");
}

interface Pattern {
  said: RegExp;
  /** Null if links contain nothing to replace. */
  inLinks: RegExp | null;
  /** Null if the mail is certainly about the person. */
  needs: RegExp | null;
}

function byAddress(addresses: string[], name: string): Pattern {
  const patterns = addresses.map(addressPattern);
  const links = patterns.join("|");
  return {
    said: new RegExp([...patterns, ...namePattern(name)].join("|"), everywhere),
    inLinks: new RegExp(links, everywhere),
    needs: new RegExp(links, "iu"),
  };
}

function byName(name: string): Pattern {
  const [pattern = "(?!)"] = namePattern(name);
  return { said: new RegExp(pattern, everywhere), inLinks: null, needs: null };
}

function addressPattern(email: string): string {
  const before = "(?<![a-z0-9.!#$%&'*+/=?^_`{|}~-])";
  return `${before}${spelled(email)}(?![a-z0-9-]|\\.${inertBreak}*[a-z0-9])`;
}

function namePattern(name: string): string[] {
  return name.trim() === "" ? [] : [`(?<![\\p{L}\\p{N}_])${spelled(name.trim())}(?![\\p{L}\\p{N}_])`];
}

const zeroWidthSpace = "\u200b";
/** Matches lib/platform/mail/inert-text.ts. */
const inertBreak = `(?:${zeroWidthSpace}|&#8203;|&#x200b;)`;
const markup = new Map([
  ["&", "&(?:amp;)?"],
  ["<", "(?:<|&lt;)"],
  [">", "(?:>|&gt;)"],
  ['"', '(?:"|&quot;)'],
  ["'", "(?:'|&#x27;|&#39;)"],
]);

function spelled(words: string): string {
  return words
    .split(/(\s+)/)
    .map((word) => (/^\s+$/.test(word) ? "\\s+" : [...word].map(letter).join(`${inertBreak}*`)))
    .join("");
}

function letter(character: string): string {
  return markup.get(character) ?? character.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
