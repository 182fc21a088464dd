import { isId } from "@/lib/values/tokens";
import type { AdminActor } from "../kernel/actors";
import type { CoreContext } from "../kernel/context";
import type { MailPreview } from "../kernel/ports";
import { err, ok, type Result } from "../kernel/result";
import { isCancellable } from "./cancellable";
import { type MailView, mailSelect, toMailView } from "./mail-view";

export interface MailDetail extends MailView {
  /** Null: nothing of it was kept. */
  preview: MailPreview | null;
  /** Its link has run out: trying again would send what does not work. */
  hasRunOut: boolean;
  canRetry: boolean;
  canCancel: boolean;
}

/** One mail, with what it says but for the secrets in its links: those are its reader's alone. */
export async function getMail(
  ctx: CoreContext,
  _admin: AdminActor,
  { id }: { id: string },
): Promise<Result<MailDetail, "not_found">> {
  if (!isId(id)) return err("not_found");
  const row = await ctx.db.mail.findUnique({
    where: { id },
    select: { ...mailSelect, sealedPayload: true, preview: true },
  });
  if (!row) return err("not_found");
  const { sealedPayload, preview, ...mail } = row;
  const now = ctx.clock.now();
  const opened = sealedPayload === null ? null : await ctx.mailroom.open({ ...mail, sealedPayload });
  const hasRunOut = opened?.expiresAt ? opened.expiresAt <= now : false;
  return ok({
    ...toMailView(mail, now),
    preview: opened ? { subject: opened.subject, html: opened.html, text: opened.text } : keptPreview(preview),
    hasRunOut,
    canRetry: mail.state === "FAILED" && opened !== null && !hasRunOut,
    canCancel: mail.state === "QUEUED" && isCancellable(mail.template),
  });
}

/** What was kept when it was sent. */
function keptPreview(json: unknown): MailPreview | null {
  if (typeof json !== "object" || json === null) return null;
  const { subject, html, text } = json as Record<string, unknown>;
  return typeof subject === "string" && typeof html === "string" && typeof text === "string"
    ? { subject, html, text }
    : null;
}

/** What became of it so far, for whoever waits for that. */
export async function getMailState(
  ctx: CoreContext,
  _admin: AdminActor,
  { id }: { id: string },
): Promise<Result<MailView, "not_found">> {
  const row = isId(id) ? await ctx.db.mail.findUnique({ where: { id }, select: mailSelect }) : null;
  return row ? ok(toMailView(row, ctx.clock.now())) : err("not_found");
}
