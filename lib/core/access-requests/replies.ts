import { z } from "zod";
import type { ReplyTemplate } from "@/generated/prisma/client";
import type { ReplyTemplateKind } from "@/generated/prisma/enums";
import { idOnlySchema } from "@/lib/values/forms";
import {
  type ReplyTemplateKindValue,
  replyTemplateKinds,
  replyTemplatePatchSchema,
  replyTemplateSchema,
} from "@/lib/values/settings";
import { idSchema } from "@/lib/values/tokens";
import { recordAuditEvent } from "../audit/record-audit-event";
import { act } from "../kernel/act";
import { inTransaction } from "../kernel/database";
import { err, ok } from "../kernel/result";

const replyTemplate = z
  .strictObject({
    /** `default-…` if built in. */
    id: z.string(),
    kind: z.enum(replyTemplateKinds),
    title: z.string(),
    text: z.string(),
    isDefault: z.boolean(),
  })
  .meta({ id: "ReplyTemplate" });
type Template = z.output<typeof replyTemplate>;

const storedKinds = {
  approval_note: "APPROVAL_NOTE",
  rejection_reason: "REJECTION_REASON",
  question: "QUESTION",
} as const satisfies Record<ReplyTemplateKindValue, ReplyTemplateKind>;
const kindValues = {
  APPROVAL_NOTE: "approval_note",
  REJECTION_REASON: "rejection_reason",
  QUESTION: "question",
} as const satisfies Record<ReplyTemplateKind, ReplyTemplateKindValue>;

function toTemplate({ id, kind, title, text }: ReplyTemplate): Template {
  return { id, kind: kindValues[kind], title, text, isDefault: false };
}

const exampleInput = { kind: "question", title: "How much", text: "Roughly how much use do you expect?" } as const;
const example = { id: "0199aa3e-5b7c-7c31-9d0e-0b5a2f6f3c11", ...exampleInput, isDefault: false };

export const listReplyTemplates = act({
  access: "reviewer",
  input: z.strictObject({}),
  output: z.strictObject({ items: z.array(replyTemplate) }),
  errors: [],
  example: { output: { items: [example] } },
  async run(ctx) {
    const own = (await ctx.db.replyTemplate.findMany({ orderBy: [{ title: "asc" }, { id: "asc" }] })).map(toTemplate);
    const items = replyTemplateKinds.flatMap((kind) => {
      const ofKind = own.filter((template) => template.kind === kind);
      return ofKind.length > 0 ? ofKind : builtIn.filter((template) => template.kind === kind);
    });
    return ok({ items });
  },
});

export const createReplyTemplate = act({
  access: "admin",
  stepUp: true,
  input: replyTemplateSchema,
  output: replyTemplate,
  errors: ["step_up_required"],
  example: { input: exampleInput, output: example },
  async run(ctx, admin, { kind, title, text }) {
    return inTransaction<Template, never>(ctx, async (tx) => {
      const row = await tx.replyTemplate.create({ data: { kind: storedKinds[kind], title, text } });
      await recordAuditEvent(ctx, tx, { action: "reply_template.created", actor: admin, details: { kind, title } });
      return ok(toTemplate(row));
    });
  },
});

export const updateReplyTemplate = act({
  access: "admin",
  stepUp: true,
  input: replyTemplatePatchSchema.extend({ id: idSchema }),
  output: replyTemplate,
  errors: ["not_found", "step_up_required"],
  example: { input: { title: "How much use" }, output: { ...example, title: "How much use" } },
  async run(ctx, admin, { id, title, text }) {
    return inTransaction<Template, "not_found">(ctx, async (tx) => {
      const data = { ...(title === undefined ? {} : { title }), ...(text === undefined ? {} : { text }) };
      const [row] = await tx.replyTemplate.updateManyAndReturn({ where: { id }, data });
      if (!row) return err("not_found");
      const template = toTemplate(row);
      await recordAuditEvent(ctx, tx, {
        action: "reply_template.updated",
        actor: admin,
        details: { kind: template.kind, title: template.title },
      });
      return ok(template);
    });
  },
});

export const deleteReplyTemplate = act({
  access: "admin",
  stepUp: true,
  input: idOnlySchema,
  output: z.null(),
  errors: ["not_found", "step_up_required"],
  example: { output: null },
  async run(ctx, admin, { id }) {
    return inTransaction<null, "not_found">(ctx, async (tx) => {
      const row = await tx.replyTemplate.findUnique({ where: { id } });
      const removed = row ? await tx.replyTemplate.deleteMany({ where: { id } }) : null;
      if (!row || removed?.count !== 1) return err("not_found");
      await recordAuditEvent(ctx, tx, {
        action: "reply_template.deleted",
        actor: admin,
        details: { kind: kindValues[row.kind], title: row.title },
      });
      return ok(null);
    });
  },
});

const builtIn: Template[] = [
  {
    id: "default-welcome",
    kind: "approval_note",
    title: "Welcome",
    text: "Welcome. If anything is unclear on your first day, answer to the person who invited you.",
    isDefault: true,
  },
  {
    id: "default-colleagues",
    kind: "approval_note",
    title: "Invite your colleagues",
    text: "Welcome. Once you are in, you can invite your colleagues on the Team page.",
    isDefault: true,
  },
  {
    id: "default-not-a-fit",
    kind: "rejection_reason",
    title: "Not a fit at present",
    text: "What you describe is not something that we can serve well at present.",
    isDefault: true,
  },
  {
    id: "default-work-address",
    kind: "rejection_reason",
    title: "Please use a work address",
    text: "We can give access to organizations only. Please send the request again from your work address.",
    isDefault: true,
  },
  {
    id: "default-region",
    kind: "rejection_reason",
    title: "Not in your region yet",
    text: "We cannot offer this in your region yet.",
    isDefault: true,
  },
  {
    id: "default-use-case",
    kind: "question",
    title: "More about the use",
    text: "What do you want to do with it, and for whom? Two or three sentences are enough.",
    isDefault: true,
  },
  {
    id: "default-volume",
    kind: "question",
    title: "How much",
    text: "Roughly how much use do you expect in the first month?",
    isDefault: true,
  },
  {
    id: "default-organization",
    kind: "question",
    title: "Which organization",
    text: "Which organization do you belong to, and what is your part in it?",
    isDefault: true,
  },
];
