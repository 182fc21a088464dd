"use server";

import { z } from "zod";
import { dryRunAccessRules } from "@/lib/core/access-requests/rules/dry-run";
import {
  createAccessRule,
  deleteAccessRule,
  reorderAccessRules,
  updateAccessRule,
} from "@/lib/core/access-requests/rules/rules";
import { accessRuleFormSchema, dryRunFormSchema } from "@/lib/values/access-rules";
import { idSchema } from "@/lib/values/tokens";
import { defineAdminAction, serverAction } from "@/lib/web/define-action";

export const createRule = defineAdminAction({
  input: accessRuleFormSchema,
  run: (ctx, admin, rule) => createAccessRule(ctx, admin, { ...rule, enabled: true }),
});

export const updateRule = defineAdminAction({
  input: z.strictObject({ id: idSchema, rule: accessRuleFormSchema }),
  run: (ctx, admin, { id, rule }) => updateAccessRule(ctx, admin, { ...rule, id }),
});

export const turnRule = serverAction(updateAccessRule);
export const removeRule = serverAction(deleteAccessRule);
export const reorderRules = serverAction(reorderAccessRules);

export const tryRules = defineAdminAction({
  input: dryRunFormSchema,
  run: (ctx, admin, { email, draft }) =>
    dryRunAccessRules(ctx, admin, {
      email,
      draft: draft ? { ...draft.rule, id: draft.id, enabled: draft.enabled } : undefined,
    }),
});
