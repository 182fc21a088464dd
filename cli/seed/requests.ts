import { approveAccessRequest } from "@/lib/core/access-requests/approve";
import { markDuplicate, rejectAccessRequest } from "@/lib/core/access-requests/decide";
import { receiveRequest } from "@/lib/core/access-requests/notices";
import { recordSubmission } from "@/lib/core/access-requests/submit";
import { addRequestNote, askApplicant, assignRequest, snoozeRequest } from "@/lib/core/access-requests/triage";
import { register } from "@/lib/core/accounts/sign-up/register";
import { verifyEmail } from "@/lib/core/accounts/sign-up/verify-email";
import type { ReviewerActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { idLikeOurs } from "@/lib/core/kernel/id-like-ours";
import { registerSchema, requestAccessSchema, tokenOnlySchema } from "@/lib/values/forms";
import type { Agenda } from "./agenda";
import { type Applicant, applicant } from "./applicants";
import { day, hour, minute } from "./moment";

interface Scene {
  agenda: Agenda;
  now: Date;
  reviewers: readonly ReviewerActor[];
  password: string;
}

/** Hours until a decision. */
const waits = [1, 3, 5, 20, 26, 44, 70, 100];
const rejections = [
  "We can't offer this to individuals yet.",
  "Please apply with your work email.",
  "Right now, we only work with companies that resell inference.",
];
const question = "Which models do you want to use, and about how many requests do you expect each month?";
const notes = [
  "Met them at the conference in March. They're serious.",
  "Could be last year's applicants under a new name.",
  "Wants invoices sent to Austria. Ask sales before approving.",
];

async function idOf(ctx: CoreContext, email: string): Promise<string> {
  const { id } = await ctx.db.accessRequest.findFirstOrThrow({ where: { email }, select: { id: true } });
  return id;
}

function submit({ agenda }: Scene, at: Date, from: Applicant): void {
  const { ip, locale, mode, ...words } = from;
  const act = async (ctx: CoreContext) => {
    const asked = requestAccessSchema.parse({ ...words, buyerMode: ctx.config.buyerModes[mode] ?? "OTHER" });
    const input = { ...asked, source: "web" as const };
    await recordSubmission(ctx, {
      id: idLikeOurs(ctx.clock.now()),
      at: ctx.clock.now().toISOString(),
      input,
      mayMail: true,
    });
    await receiveRequest(ctx, { email: from.email, isNew: true });
  };
  agenda.add(at, act, { ip, locale });
}

function join({ agenda, password }: Scene, at: Date, from: Applicant): void {
  const { name, email, organization, ip, locale } = from;
  const signUp = async (ctx: CoreContext) => {
    const approvalToken = agenda.letters.get(`access-approved ${email}`);
    await register(ctx, registerSchema.parse({ name, email, organization, password, approvalToken }));
  };
  const verify = async (ctx: CoreContext) => {
    const token = agenda.letters.get(`verify-email ${email}`);
    if (token) await verifyEmail(ctx, tokenOnlySchema.parse({ token }));
  };
  agenda.add(at, signUp, { ip, locale });
  agenda.add(new Date(at.getTime() + 20 * minute), verify, { ip, locale });
}

function decide(scene: Scene, n: number, at: Date, from: Applicant, approves: boolean): void {
  const reviewer = scene.reviewers[n % scene.reviewers.length];
  if (!reviewer) return;
  scene.agenda.add(at, async (ctx) => {
    const id = await idOf(ctx, from.email);
    if (approves)
      return approveAccessRequest(ctx, reviewer, {
        id,
        ...(n % 4 === 0 ? { note: "Welcome! Start in the sandbox." } : {}),
      });
    return rejectAccessRequest(ctx, reviewer, { id, notify: n % 3 > 0, reason: rejections[n % rejections.length] });
  });
}

export function planPast(scene: Scene, count: number): void {
  for (let k = 0; k < count; k += 1) {
    const n = 1_000 + k;
    const from = applicant(n);
    const age = day * (6 + 84 * (1 - k / count) ** 1.3) + minute * ((k * 37) % 600);
    const asked = new Date(scene.now.getTime() - age);
    const decided = new Date(asked.getTime() + hour * (waits[k % waits.length] ?? 1) + minute * (k % 50));
    submit(scene, asked, from);
    decide(scene, n, decided, from, k % 10 < 7);
    if (k % 10 < 7 && k % 10 !== 3) join(scene, new Date(decided.getTime() + hour * (2 + (k % 60))), from);
  }
}

export function planHundred(scene: Scene): void {
  for (let n = 0; n < 100; n += 1) {
    const from = applicant(n);
    const ago = (milliseconds: number) => new Date(scene.now.getTime() - milliseconds);
    if (n < 56) {
      const asked = ago(12 * minute + n ** 2 * 2.7 * minute + (n % 7) * minute);
      submit(scene, asked, from);
      if (n % 13 === 5)
        submit(scene, new Date(asked.getTime() + 9 * minute), { ...from, useCase: `${from.useCase} Any news?` });
      continue;
    }
    const approves = n < 84;
    const asked = n >= 78 && n < 84 ? ago(18 * day + n * hour) : ago((n - 54) * 5 * hour + 2 * day);
    const decided = new Date(asked.getTime() + 5 * hour + n * minute);
    submit(scene, asked, from);
    decide(scene, n, decided, from, approves);
    if (n >= 70 && n < 78) join(scene, new Date(decided.getTime() + 7 * hour), from);
  }
}

export async function handleSome(ctx: CoreContext, { now, reviewers }: Scene): Promise<void> {
  const waiting = await ctx.db.accessRequest.findMany({
    where: { status: "PENDING" },
    orderBy: { submittedAt: "asc" },
    select: { id: true },
  });
  const [first, second] = reviewers;
  if (!first || !second) return;
  for (const [place, { id }] of waiting.entries()) {
    if (place % 9 === 4) await addRequestNote(ctx, second, { id, note: notes[place % notes.length] ?? "" });
    if (place % 6 === 1) {
      await askApplicant(ctx, second, { id, question });
    } else if (place % 8 === 2) {
      await snoozeRequest(ctx, first, { id, until: new Date(now.getTime() + (1 + (place % 4)) * day) });
    } else if (place % 5 === 0) {
      await assignRequest(ctx, first, { id, assigneeId: place % 2 ? first.user.id : second.user.id });
    }
  }
  const [older, newer] = [waiting[3]?.id, waiting[9]?.id];
  if (older && newer) await markDuplicate(ctx, second, { id: newer, ofId: older });
}
