import type { Prisma } from "@/generated/prisma/client";
import { canonicalEmail } from "@/lib/values/email";
import type { ListMailsInput, MailStateValue } from "@/lib/values/mails";
import { readMoment } from "@/lib/values/moments";
import { isId } from "@/lib/values/tokens";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import { secondsAfter } from "../kernel/lifetimes";
import { literalText } from "../kernel/literal-text";
import { type MailView, mailSelect, toMailView } from "./mail-view";

const daySeconds = 24 * 60 * 60;

export interface MailPage {
  items: MailView[];
  /** Opaque; null on the last page. */
  nextCursor: string | null;
}

/** Mails and what became of them, newest first. */
export async function listMails(ctx: CoreContext, _admin: AdminActor, input: ListMailsInput): Promise<MailPage> {
  const now = ctx.clock.now();
  const rows = await ctx.db.mail.findMany({
    where: { AND: [inState(input.state, now), matches(input), after(input.cursor)] },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: input.limit + 1,
    select: mailSelect,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => toMailView(row, now)),
    nextCursor: rows.length > input.limit && last ? `${last.createdAt.toISOString()}_${last.id}` : null,
  };
}

function inState(state: MailStateValue | undefined, now: Date): Prisma.MailWhereInput {
  switch (state) {
    case undefined:
      return {};
    case "held":
      return { state: "QUEUED", sendAfter: { gt: now } };
    case "queued":
      return { state: "QUEUED", OR: [{ sendAfter: null }, { sendAfter: { lte: now } }] };
    case "sent":
      return { state: "SENT" };
    case "failed":
      return { state: "FAILED" };
    case "cancelled":
      return { state: "CANCELLED" };
  }
}

function matches({ to, template, since, until, accessRequestId }: ListMailsInput): Prisma.MailWhereInput {
  return {
    ...recipient(to),
    ...(template ? { template } : {}),
    ...(accessRequestId ? { accessRequestId } : {}),
    createdAt: {
      ...(since ? { gte: new Date(`${since}T00:00:00.000Z`) } : {}),
      ...(until ? { lt: secondsAfter(new Date(`${until}T00:00:00.000Z`), daySeconds) } : {}),
    },
  };
}

/** A whole address is looked up as such, which its index answers; anything else is a part of one. */
function recipient(typed: string | undefined): Prisma.MailWhereInput {
  const text = typed?.trim().toLowerCase() ?? "";
  if (text === "") return {};
  const address = canonicalEmail(text);
  return { to: address ?? { contains: literalText(text) } };
}

/** Keyset pagination; a cursor that is not one of ours starts from the beginning. */
function after(cursor: string | undefined): Prisma.MailWhereInput {
  const [at = "", id = ""] = cursor?.split("_") ?? [];
  const createdAt = readMoment(at);
  if (!createdAt || !isId(id)) return {};
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}
