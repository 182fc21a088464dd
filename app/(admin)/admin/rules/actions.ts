"use server";

import { z } from "zod";
import {
  createAccessRule,
  deleteAccessRule,
  reorderAccessRules,
  updateAccessRule,
} from "@/lib/core/access-requests/rules/change-access-rules";
import { dryRunAccessRules } from "@/lib/core/access-requests/rules/dry-run";
import { accessRuleFormSchema, dryRunFormSchema, ruleOrderSchema } from "@/lib/values/access-rules";
import { idOnlySchema } from "@/lib/values/forms";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction } from "@/lib/web/define-action";

export const createRule = defineAdminAction({
  input: accessRuleFormSchema,
  run: (ctx, admin, rule) => createAccessRule(ctx, admin, { ...rule, enabled: true }),
});

export const updateRule = defineAdminAction({
  input: z.strictObject({ id: idSchema, rule: accessRuleFormSchema }),
  run: (ctx, admin, { id, rule }) => updateAccessRule(ctx, admin, { ...rule, id }),
});

export const turnRule = defineAdminAction({
  input: z.strictObject({ id: idSchema, enabled: z.boolean() }),
  run: updateAccessRule,
});

export const removeRule = defineAdminAction({ input: idOnlySchema, run: deleteAccessRule });
export const reorderRules = defineAdminAction({ input: ruleOrderSchema, run: reorderAccessRules });

export const tryRules = defineAdminAction({
  input: dryRunFormSchema,
  run: (ctx, admin, { email, draft }) =>
    dryRunAccessRules(ctx, admin, {
      email,
      draft: draft ? { ...draft.rule, id: draft.id, enabled: draft.enabled } : undefined,
    }),
});
