import { isId } from "@/lib/values/tokens";
import type { CoreContext } from "../kernel/context";
import { err, ok, type Result } from "../kernel/result";

export interface MailboxItem {
  id: string;
  to: string;
  template: string;
  subject: string;
  createdAt: Date;
}

export interface MailboxMessageView extends MailboxItem {
  from: string;
  html: string;
  text: string;
}

/** Newest first. Pages decide access. */
export async function listMailbox(
  ctx: CoreContext,
  { to, limit }: { to?: string | undefined; limit: number },
): Promise<MailboxItem[]> {
  return ctx.db.mailboxMessage.findMany({
    where: to === undefined ? {} : { to },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit,
    select: { id: true, to: true, template: true, subject: true, createdAt: true },
  });
}

export async function getMailboxMessage(
  ctx: CoreContext,
  input: { id: string },
): Promise<Result<MailboxMessageView, "not_found">> {
  if (!isId(input.id)) return err("not_found");
  const message = await ctx.db.mailboxMessage.findUnique({
    where: { id: input.id },
    select: {
      id: true,
      from: true,
      to: true,
      template: true,
      subject: true,
      html: true,
      text: true,
      createdAt: true,
    },
  });
  return message ? ok(message) : err("not_found");
}
