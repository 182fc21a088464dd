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

/** Records every email with its props, except those of rolled-back transactions. */
export class RecordingMailer implements Mailer {
  readonly #written: RecordedMail[] = [];

  /** `limits` enables the limit per address and template, by that clock. */
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
        id,
        template,
        to,
        mailbox: canonicalMailbox(to),
        locale,
        state,
        sendAfter,
        accessRequestId,
        ...(now ? { createdAt: now } : {}),
      },
    });
    this.#written.push({ id, ...mail } as RecordedMail);
    return id;
  }

  /** Committed emails that weren't canceled, oldest first, held ones included. */
  async all(): Promise<RecordedMail[]> {
    const committed = new Set(
      (await this.db.mail.findMany({ where: { state: { not: "CANCELLED" } }, select: { id: true } })).map(
        ({ id }) => id,
      ),
    );
    return this.#written.filter(({ id }) => committed.has(id));
  }

  async templatesTo(to: string): Promise<string[]> {
    return (await this.all()).filter((mail) => mail.to === to).map(({ template }) => template);
  }

  /** Throws when there is none. */
  async last<Name extends keyof MailTemplates>(to: string, template: Name): Promise<MailTemplates[Name]> {
    const found = (await this.all()).findLast((mail) => mail.to === to && mail.template === template);
    if (!found) {
      const sent = (await this.all()).map((mail) => `${mail.template} to ${mail.to}`);
      throw new Error(`No ${template} was mailed to ${to}. Mailed: ${sent.join(", ") || "nothing"}`);
    }
    return found.props as MailTemplates[Name];
  }

  async lastToken(to: string, template: keyof MailTemplates): Promise<string> {
    return tokenIn(template, await this.last(to, template));
  }

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
