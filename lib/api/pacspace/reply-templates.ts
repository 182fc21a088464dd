import { z } from "@hono/zod-openapi";
import type { ReplyTemplateView } from "@/lib/core/access-requests/default-reply-templates";
import {
  createReplyTemplate,
  deleteReplyTemplate,
  listReplyTemplates,
  updateReplyTemplate,
} from "@/lib/core/access-requests/reply-templates";
import { ok } from "@/lib/core/kernel/result";
import { replyTemplateKinds, replyTemplatePatchSchema, replyTemplateSchema } from "@/lib/values/settings";
import { defineAdminEndpoint, defineReviewerEndpoint, type Endpoint } from "./endpoint";
import { exampleId } from "./examples";
import { emptyData, nothing } from "./schemas";

const templateWireSchema = z
  .strictObject({
    id: z.string(),
    kind: z.enum(replyTemplateKinds),
    title: z.string(),
    text: z.string(),
    isDefault: z.boolean(),
  })
  .openapi("ReplyTemplate");

const words = { kind: "question", title: "How much", text: "Roughly how much use do you expect?" } as const;
const example = { id: exampleId, ...words, isDefault: false };

function toTemplate({ id, kind, title, text, isDefault }: ReplyTemplateView): z.input<typeof templateWireSchema> {
  return { id, kind, title, text, isDefault };
}

const listEndpoint = defineReviewerEndpoint({
  method: "get",
  path: "/reply-templates",
  summary: "List reply templates",
  description:
    "For approval notes, rejection reasons and questions to applicants. A kind without templates of your own has the built-in ones (`isDefault`).",
  input: nothing,
  status: 200,
  data: z.strictObject({ items: z.array(templateWireSchema) }),
  dataExample: { items: [example] },
  message: "Reply templates.",
  refusals: [],
  async run({ ctx, actor }) {
    return ok({ data: { items: (await listReplyTemplates(ctx, actor)).map(toTemplate) } });
  },
});

const createEndpoint = defineAdminEndpoint({
  method: "post",
  path: "/reply-templates",
  summary: "Create a reply template",
  description: "Requires recent re-authentication.",
  input: replyTemplateSchema,
  inputExample: words,
  status: 201,
  data: templateWireSchema,
  dataExample: example,
  message: "Reply template created.",
  refusals: ["step_up_required"],
  async run({ ctx, actor, input }) {
    const made = await createReplyTemplate(ctx, actor, input);
    return made.ok ? ok({ data: toTemplate(made.value) }) : made;
  },
});

const updateEndpoint = defineAdminEndpoint({
  method: "patch",
  path: "/reply-templates/{id}",
  summary: "Update a reply template",
  description: "Requires recent re-authentication.",
  input: replyTemplatePatchSchema,
  inputExample: { title: "How much use" },
  status: 200,
  data: templateWireSchema,
  dataExample: { ...example, title: "How much use" },
  message: "Reply template updated.",
  refusals: ["not_found", "step_up_required"],
  async run({ ctx, actor, input, id }) {
    const changed = await updateReplyTemplate(ctx, actor, { ...input, id });
    return changed.ok ? ok({ data: toTemplate(changed.value) }) : changed;
  },
});

const deleteEndpoint = defineAdminEndpoint({
  method: "delete",
  path: "/reply-templates/{id}",
  summary: "Delete a reply template",
  description: "Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Reply template deleted.",
  refusals: ["not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const removed = await deleteReplyTemplate(ctx, actor, { id });
    return removed.ok ? ok({ data: null }) : removed;
  },
});

export const replyTemplateEndpoints: Endpoint[] = [listEndpoint, createEndpoint, updateEndpoint, deleteEndpoint];
