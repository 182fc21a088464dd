import { forRequest } from "@/lib/core/kernel/context";
import { createAdmin } from "@/lib/core/settings/setup";
import { setupSchema } from "@/lib/values/forms";
import { emailOf } from "@/tests/support/factories";
import { Caller } from "./caller";
import type { Installation } from "./installation";

export interface Person {
  id: string;
  email: string;
  password: string;
}

const password = "seven quiet winds of the harbour";
let sequence = 0;
let hash = "";

export async function createPeople({ app }: Installation, count: number): Promise<Person[]> {
  hash ||= await app.hasher.hash(password);
  const people: Person[] = [];
  for (let made = 0; made < count; made += 1) {
    sequence += 1;
    const now = app.clock.now();
    const row = await app.db.user.create({
      data: {
        email: emailOf(`person-${sequence}@company-${sequence}.example`),
        name: "Jo Doe",
        passwordHash: hash,
        passwordChangedAt: now,
        emailVerifiedAt: now,
        tenant: { create: { name: "Blue Harbour", buyerMode: "DIRECT_INFERENCE_VENDOR" } },
      },
    });
    people.push({ id: row.id, email: row.email, password });
  }
  return people;
}

/** Created by the command line. */
export async function createFirstAdmin({ app }: Installation): Promise<Person> {
  const ctx = forRequest(app, { ip: "", userAgent: "", requestId: "chaos", locale: "en" });
  const input = setupSchema.parse({ name: "Ada Min", email: "ada@foyer-chaos.example", password });
  const created = await createAdmin(ctx, input);
  if (!created.ok) throw new Error(created.error.code);
  return { id: created.value.user.id, email: input.email, password };
}

export async function signIn(origin: string, { email, password }: Person, at = origin): Promise<Caller> {
  const caller = new Caller(origin);
  const answer = await caller.post("login", { email, password }, { at });
  if (answer.status !== 200) throw new Error(`Signing in: ${answer.status} ${answer.body}`);
  return caller;
}

/** Newest last. */
export function mailsTo({ resend }: Installation, email: string) {
  return resend.deliveries.filter(({ body }) => [body.to].flat().includes(email));
}

export function tokenMailedTo(installation: Installation, email: string): string {
  const text = mailsTo(installation, email).at(-1)?.body.text ?? "";
  const token = /[?&]token=([\w-]+)/.exec(text)?.[1];
  if (!token) throw new Error(`No link was mailed to ${email}: ${text}`);
  return token;
}
