import { createAccessRule } from "@/lib/core/access-requests/rules/rules";
import { recordAuditEvent } from "@/lib/core/audit/record-audit-event";
import type { AdminActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { createWebhook } from "@/lib/core/webhooks/webhooks";
import { accessRuleSchema } from "@/lib/values/access-rules";
import { createWebhookSchema } from "@/lib/values/webhooks";
import type { Agenda } from "./agenda";
import { day, hour, minute } from "./moment";

const rules = [
  { name: "Partners", subject: "list", patterns: ["kiteworks.example", "lena@tidal.example"], effect: "approve" },
  { name: "Disposable addresses", subject: "disposable", effect: "reject" },
  { name: "Free email: review", subject: "free_mail", effect: "hold" },
] as const;

const templates = [
  ["APPROVAL_NOTE", "Sandbox first", "Welcome! Start in the sandbox. Email us when you're ready for production."],
  ["APPROVAL_NOTE", "Call", "Welcome! We'll call you this week to help with your first invoice."],
  ["REJECTION_REASON", "Individuals", "We can't offer this to individuals yet."],
  ["REJECTION_REASON", "Work email", "Please apply with your work email."],
  ["QUESTION", "Volume", "Which models do you want to use, and about how many requests do you expect each month?"],
  ["QUESTION", "Company", "Which company is this for, and who signs the contract?"],
] as const;

export async function seedConsole(ctx: CoreContext, admin: AdminActor): Promise<void> {
  for (const rule of rules) await createAccessRule(ctx, admin, accessRuleSchema.parse(rule));
  await ctx.db.replyTemplate.createMany({
    data: templates.map(([kind, title, text]) => ({ kind, title, text, createdAt: ctx.clock.now() })),
  });
  const url = "https://hooks.acme.example/foyer";
  const description = "Posts to the team's chat";
  const events = ["access_request.created", "access_request.approved"];
  await createWebhook(ctx, admin, createWebhookSchema.parse({ url, description, events }));
  await ctx.db.webhook.updateMany({ data: { isEnabled: false } });
}

export function planSignIns(agenda: Agenda, now: Date, people: { id: string; email: string }[]): void {
  for (let age = 90; age > 0; age -= 1) {
    for (const [place, person] of people.entries()) {
      if ((age * 3 + place) % 4 === 0) continue;
      const at = new Date(now.getTime() - age * day + place * hour + ((age * 17) % 60) * minute);
      const isWrong = (age + place) % 11 === 0;
      agenda.add(at, (ctx) =>
        recordAuditEvent(ctx, ctx.db, {
          action: isWrong ? "login.failed" : "login.succeeded",
          ...(isWrong ? { subjectId: person.id, details: { reason: "wrong_password" } } : { actor: person }),
        }),
      );
    }
  }
}
