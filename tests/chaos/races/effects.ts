import { expect } from "vitest";
import type { MailTemplates } from "@/lib/core/kernel/mail";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { logIn } from "@/lib/core/sign-in/log-in";
import type { Email } from "@/lib/values/email";
import { codeOf } from "@/tests/support/outcomes";
import type { TestContext } from "@/tests/support/test-context";

/** How many mails of a kind have been sent to an address. */
export function mailsTo({ ctx }: TestContext, to: string, template: keyof MailTemplates): Promise<number> {
  return ctx.db.mail.count({ where: { to, template, state: { not: "CANCELLED" } } });
}

/** How many sessions of an account are open. */
export function openSessions({ ctx }: TestContext, userId: string): Promise<number> {
  return ctx.db.session.count({ where: { userId, revokedAt: null } });
}

/** How often an act on an account is in the audit log. */
export function traces({ ctx }: TestContext, action: string, subjectId: string): Promise<number> {
  return ctx.db.auditEvent.count({ where: { action, subjectId } });
}

/** Holds an account to its password, on a browser that nobody has failed from. */
export async function logsIn(test: TestContext, email: string, password: string): Promise<void> {
  const user = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
  await test.ctx.db.attemptBudget.deleteMany({ where: { userId: user.id } });
  const credentials = { email: email as Email, password };
  expect(codeOf(await logIn(test.ctx, credentials, nativeAudience)), `${password} signs in`).toBe("ok");
}
