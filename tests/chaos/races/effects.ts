import { expect } from "vitest";
import type { MailTemplates } from "@/lib/core/kernel/mail";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logIn } from "@/lib/core/sign-in/log-in";
import type { Email } from "@/lib/values/email";
import { codeOf } from "@/tests/support/outcomes";
import type { TestContext } from "@/tests/support/test-context";

export function mailsTo({ ctx }: TestContext, to: string, template: keyof MailTemplates): Promise<number> {
  return ctx.db.mail.count({ where: { to, template, state: { not: "CANCELLED" } } });
}

export function openSessions({ ctx }: TestContext, userId: string): Promise<number> {
  return ctx.db.session.count({ where: { userId, revokedAt: null } });
}

export function traces({ ctx }: TestContext, action: string, subjectId: string): Promise<number> {
  return ctx.db.auditEvent.count({ where: { action, subjectId } });
}

/** Checks the password from a browser without failures. */
export async function logsIn(test: TestContext, email: string, password: string): Promise<void> {
  const user = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
  await test.ctx.db.attemptBudget.deleteMany({ where: { userId: user.id } });
  const credentials = { email: email as Email, password };
  expect(codeOf(await logIn(test.ctx, credentials, nativeAudience)), `${password} signs in`).toBe("ok");
}
