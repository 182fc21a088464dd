import { z } from "zod";
import type { Mail, Prisma } from "@/generated/prisma/client";
import { canonicalEmail } from "@/lib/values/email";
import { idOnlySchema } from "@/lib/values/forms";
import { jsonDate } from "@/lib/values/json-date";
import { type ListMailsInput, listMailsSchema, type MailStateValue, mailStates } from "@/lib/values/mails";
import { readMoment } from "@/lib/values/moments";
import { isId } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import { inTransaction } from "../kernel/database";
import { secondsAfter } from "../kernel/lifetimes";
import { literalText } from "../kernel/literal-text";
import { err, ok } from "../kernel/result";
import { cancellableTemplates, isCancellable } from "./cancellable";

const daySeconds = 24 * 60 * 60;

/** Never its content. */
const mail = z
  .strictObject({
    id: z.uuid(),
    to: z.string(),
    template: z.string(),
    locale: z.string(),
    state: z.enum(mailStates),
    attempts: z.int().min(0),
    /** Of the last attempt. */
    lastError: z.string().nullable(),
    createdAt: jsonDate,
    sentAt: jsonDate.nullable(),
    /** Null: immediately. */
    sendAfter: jsonDate.nullable(),
    accessRequestId: z.uuid().nullable(),
  })
  .meta({ id: "Mail" });
export type MailItem = z.input<typeof mail>;

const mailDetail = z
  .strictObject({
    ...mail.shape,
    /** Null: nothing kept. */
    preview: z.strictObject({ subject: z.string(), html: z.string(), text: z.string() }).nullable(),
    hasRunOut: z.boolean(),
    canRetry: z.boolean(),
    canCancel: z.boolean(),
  })
  .meta({ id: "MailDetail" });
export type MailDetail = z.input<typeof mailDetail>;

const example = {
  id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
  to: "jane@company.com",
  template: "access-approved",
  locale: "en",
  state: "failed" as const,
  attempts: 20,
  lastError: "Resend: invalid_api_key: API key is invalid",
  createdAt: "2026-09-30T09:00:00.000Z",
  sentAt: null,
  sendAfter: null,
  accessRequestId: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11",
};

/** Newest first. */
export const listMails = act({
  access: "admin",
  input: listMailsSchema,
  output: z.strictObject({ items: z.array(mail), nextCursor: z.string().nullable() }).meta({ id: "MailPage" }),
  errors: [],
  example: { output: { items: [example], nextCursor: null } },
  async run(ctx, _admin, input) {
    const now = ctx.clock.now();
    const rows = await ctx.db.mail.findMany({
      where: { AND: [inState(input.state, now), matches(input), after(input.cursor)] },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: input.limit + 1,
      select: mailSelect,
    });
    const page = rows.slice(0, input.limit);
    const last = page.at(-1);
    return ok({
      items: page.map((row) => toMail(row, now)),
      nextCursor: rows.length > input.limit && last ? `${last.createdAt.toISOString()}_${last.id}` : null,
    });
  },
});

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

function recipient(typed: string | undefined): Prisma.MailWhereInput {
  const text = typed?.trim().toLowerCase() ?? "";
  if (text === "") return {};
  const address = canonicalEmail(text);
  return { to: address ?? { contains: literalText(text) } };
}

/** Starts over on a malformed cursor. */
function after(cursor: string | undefined): Prisma.MailWhereInput {
  const [at = "", id = ""] = cursor?.split("_") ?? [];
  const createdAt = readMoment(at);
  if (!createdAt || !isId(id)) return {};
  return { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
}

/** Redacts secrets in links. */
export const getMail = act({
  access: "admin",
  input: idOnlySchema,
  output: mailDetail,
  errors: ["not_found"],
  example: {
    output: {
      ...example,
      preview: { subject: "Your request for Foyer is approved", html: "<!DOCTYPE html>…", text: "Foyer…" },
      hasRunOut: false,
      canRetry: true,
      canCancel: false,
    },
  },
  async run(ctx, _admin, { id }) {
    const found = await ctx.db.mail.findUnique({
      where: { id },
      select: { ...mailSelect, sealedPayload: true, preview: true },
    });
    if (!found) return err("not_found");
    const { sealedPayload, preview, ...row } = found;
    const now = ctx.clock.now();
    const opened = sealedPayload === null ? null : await ctx.mailroom.open({ ...row, sealedPayload });
    const hasRunOut = opened?.expiresAt ? opened.expiresAt <= now : false;
    return ok({
      ...toMail(row, now),
      preview: opened ? { subject: opened.subject, html: opened.html, text: opened.text } : keptPreview(preview),
      hasRunOut,
      canRetry: row.state === "FAILED" && opened !== null && !hasRunOut,
      canCancel: row.state === "QUEUED" && isCancellable(row.template),
    });
  },
});

function keptPreview(json: unknown) {
  if (typeof json !== "object" || json === null) return null;
  const { subject, html, text } = json as Record<string, unknown>;
  return typeof subject === "string" && typeof html === "string" && typeof text === "string"
    ? { subject, html, text }
    : null;
}

/** Cheap, for polling. */
export const getMailState = act({
  access: "admin",
  input: idOnlySchema,
  output: mail,
  errors: ["not_found"],
  example: { output: example },
  async run(ctx, _admin, { id }) {
    const row = await ctx.db.mail.findUnique({ where: { id }, select: mailSelect });
    return row ? ok(toMail(row, ctx.clock.now())) : err("not_found");
  },
});

/** One concurrent call succeeds. */
export const retryMail = act({
  access: "admin",
  input: idOnlySchema,
  output: mail,
  errors: ["not_found", "mail_not_failed", "mail_run_out"],
  example: { output: { ...example, state: "queued", attempts: 0 } },
  async run(ctx, admin, { id }) {
    const found = await ctx.db.mail.findUnique({ where: { id } });
    if (!found) return err("not_found");
    if (found.state !== "FAILED") return err("mail_not_failed");
    const { sealedPayload } = found;
    const opened = sealedPayload === null ? null : await ctx.mailroom.open({ ...found, sealedPayload });
    if (!opened || (opened.expiresAt && opened.expiresAt <= ctx.clock.now())) return err("mail_run_out");
    return inTransaction<z.output<typeof mail>, "mail_not_failed">(ctx, async (tx) => {
      const [row] = await tx.mail.updateManyAndReturn({
        where: { id, state: "FAILED" },
        data: { state: "QUEUED", attempts: 0 },
        select: mailSelect,
      });
      if (!row) return err("mail_not_failed");
      await ctx.mailroom.requeue(tx, id);
      await recordAuditEvent(ctx, tx, {
        action: "mail.retried",
        actor: admin,
        target: { type: "mail", id },
        details: { template: row.template },
      });
      return ok(toMail(row, ctx.clock.now()));
    });
  },
});

/** Doesn't stop an email that's being sent. */
export const cancelMail = act({
  access: "admin",
  input: idOnlySchema,
  output: mail,
  errors: ["not_found", "mail_not_waiting", "mail_not_cancellable"],
  example: { output: { ...example, state: "cancelled" } },
  async run(ctx, admin, { id }) {
    return inTransaction<z.output<typeof mail>, "not_found" | "mail_not_waiting" | "mail_not_cancellable">(
      ctx,
      async (tx) => {
        const [row] = await tx.mail.updateManyAndReturn({
          where: { id, state: "QUEUED", template: { in: cancellableTemplates } },
          data: { state: "CANCELLED", sealedPayload: null },
          select: mailSelect,
        });
        if (!row) {
          const kept = await tx.mail.findUnique({ where: { id }, select: { state: true } });
          if (!kept) return err("not_found");
          return err(kept.state === "QUEUED" ? "mail_not_cancellable" : "mail_not_waiting");
        }
        await recordAuditEvent(ctx, tx, {
          action: "mail.cancelled",
          actor: admin,
          target: { type: "mail", id },
          details: { template: row.template },
        });
        return ok(toMail(row, ctx.clock.now()));
      },
    );
  },
});

const mailSelect = {
  id: true,
  to: true,
  template: true,
  locale: true,
  state: true,
  attempts: true,
  lastError: true,
  createdAt: true,
  sentAt: true,
  sendAfter: true,
  accessRequestId: true,
} as const;

const states = { QUEUED: "queued", SENT: "sent", FAILED: "failed", CANCELLED: "cancelled" } as const;

function toMail(row: Pick<Mail, keyof typeof mailSelect>, now: Date): z.output<typeof mail> {
  const isHeld = row.state === "QUEUED" && row.sendAfter !== null && row.sendAfter > now;
  return { ...row, state: isHeld ? "held" : states[row.state] };
}
