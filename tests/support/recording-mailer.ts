import { randomUUID } from "node:crypto";
import type { Database, Transaction } from "@/lib/core/kernel/database";
import type { MailTemplates } from "@/lib/core/kernel/mail";
import type { Clock, Mailer, MailOptions } from "@/lib/core/kernel/ports";
import { hasMailRoom } from "@/lib/core/mail/mail-limits";
import { canonicalMailbox } from "@/lib/values/mailboxes";

export type RecordedMail = {
  [Name in keyof MailTemplates]: {
    id: string;
    template: Name;
    to: string;
    locale: string;
    props: MailTemplates[Name];
  };
}[keyof MailTemplates];

/**
 * Keeps every mail with its props, and writes a row in the caller's transaction: what was rolled back was never
 * mailed, and does not count here either.
 */
export class RecordingMailer implements Mailer {
  readonly #written: RecordedMail[] = [];

  /** `limits`: the clock by which an address's share of a template is counted. Absent: nothing is counted. */
  constructor(
    private readonly db: Database,
    private readonly limits?: Clock,
  ) {}

  async enqueue<Name extends keyof MailTemplates>(
    tx: Transaction,
    mail: { template: Name; to: string; locale: string; props: MailTemplates[Name] },
    { id = randomUUID(), sendAfter = null, accessRequestId = null }: MailOptions = {},
  ): Promise<string | null> {
    const { template, to, locale } = mail;
    const now = this.limits?.now();
    if (now && !(await hasMailRoom(tx, mail, { now, scale: 1 }))) return null;
    const state = sendAfter ? "QUEUED" : "SENT";
    await tx.mail.create({
      data: {
        ...{ id, template, to, mailbox: canonicalMailbox(to), locale, state, sendAfter, accessRequestId },
        ...(now ? { createdAt: now } : {}),
      },
    });
    this.#written.push({ id, ...mail } as RecordedMail);
    return id;
  }

  /** Every committed mail that was not taken back, oldest first; held ones included. */
  async all(): Promise<RecordedMail[]> {
    const committed = new Set(
      (await this.db.mail.findMany({ where: { state: { not: "CANCELLED" } }, select: { id: true } })).map(
        ({ id }) => id,
      ),
    );
    return this.#written.filter(({ id }) => committed.has(id));
  }

  /** Names of the templates mailed to an address, oldest first. */
  async templatesTo(to: string): Promise<string[]> {
    return (await this.all()).filter((mail) => mail.to === to).map(({ template }) => template);
  }

  /** Props of the newest mail of a kind to an address. Throws when there is none. */
  async last<Name extends keyof MailTemplates>(to: string, template: Name): Promise<MailTemplates[Name]> {
    const found = (await this.all()).findLast((mail) => mail.to === to && mail.template === template);
    if (!found) {
      const sent = (await this.all()).map((mail) => `${mail.template} to ${mail.to}`);
      throw new Error(`No ${template} was mailed to ${to}. Mailed: ${sent.join(", ") || "nothing"}`);
    }
    return found.props as MailTemplates[Name];
  }

  /** The token in the link of the newest mail of a kind, as the reader would follow it. */
  async lastToken(to: string, template: keyof MailTemplates): Promise<string> {
    return tokenIn(template, await this.last(to, template));
  }

  /** The tokens of every mail of a kind to an address, oldest first. */
  async tokens(to: string, template: keyof MailTemplates): Promise<string[]> {
    const sent = (await this.all()).filter((mail) => mail.to === to && mail.template === template);
    return sent.map(({ props }) => tokenIn(template, props));
  }
}

function tokenIn(template: string, props: object): string {
  const [link = ""] = Object.entries(props).flatMap(([name, value]) => (/url$/i.test(name) ? [String(value)] : []));
  const token = URL.parse(link)?.searchParams.get("token");
  if (!token) throw new Error(`${template} has no link with a token`);
  return token;
}
