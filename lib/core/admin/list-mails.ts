import type { MailState } from "@/generated/prisma/enums";
import type { AdminActor } from "../actors";
import type { CoreContext } from "../context";

export interface MailView {
  id: string;
  to: string;
  template: string;
  state: MailState;
  attempts: number;
  lastError: string | null;
  createdAt: Date;
  sentAt: Date | null;
  /** The built-in mailbox's copy, where that is where it went. */
  messageId: string | null;
}

/** The newest mails and what became of them. */
export async function listMails(
  ctx: CoreContext,
  _admin: AdminActor,
  { limit }: { limit: number },
): Promise<MailView[]> {
  const mails = await ctx.db.mail.findMany({
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    include: { message: { select: { id: true } } },
  });
  return mails.map((mail) => ({
    id: mail.id,
    to: mail.to,
    template: mail.template,
    state: mail.state,
    attempts: mail.attempts,
    lastError: mail.lastError,
    createdAt: mail.createdAt,
    sentAt: mail.sentAt,
    messageId: mail.message?.id ?? null,
  }));
}
