import { requestAccess } from "@/lib/core/access/request-access";
import type { CoreContext } from "@/lib/core/context";
import { newRecoveryCodes, storeRecoveryCodes } from "@/lib/core/mfa/recovery-codes/recovery-codes";
import { newTotpSecret, sealTotpSecret } from "@/lib/core/mfa/totp/totp";
import { createAdmin } from "@/lib/core/setup/create-admin";
import { isLoopback } from "@/lib/platform/loopback";
import { requestAccessSchema, setupSchema } from "@/lib/values/forms";
import { runCommand } from "./command";

/**
 * `npm run db:seed`: an account and a request in every state, for trying things on your own machine. Refuses any other
 * database, and one that has accounts.
 */
const password = "correct horse battery";
const pauseMilliseconds = 60 * 60 * 1000;
const dayMilliseconds = 24 * 60 * 60 * 1000;

type State =
  | "active"
  | "unverified"
  | "mfa"
  | "deactivated"
  | "paused"
  | "leaving"
  | "losing"
  | "single sign-on"
  | "inviting";

const people: [name: string, email: string, state: State][] = [
  ["Jane Doe", "jane@acme.example", "active"],
  ["Uma Unverified", "uma@acme.example", "unverified"],
  ["Max Factor", "max@blueharbour.example", "mfa"],
  ["Dora Deactivated", "dora@blueharbour.example", "deactivated"],
  ["Paul Paused", "paul@kiteworks.example", "paused"],
  ["Lea Leaving", "lea@kiteworks.example", "leaving"],
  ["Lou Losing", "lou@northwind.example", "losing"],
  ["Sam Single", "sam@northwind.example", "single sign-on"],
  ["Ina Inviting", "ina@oldtown.example", "inviting"],
];

const requests: [
  name: string,
  email: string,
  organization: string,
  status: "PENDING" | "APPROVED" | "REJECTED" | "EXPIRED",
][] = [
  ["Nora New", "nora@northwind.example", "Northwind", "PENDING"],
  ["Omar Open", "omar@northwind.example", "Northwind", "PENDING"],
  ["Pia Pending", "pia@gmail.com", "Pia Pending Consulting", "PENDING"],
  ["Ann Approved", "ann@acme.example", "Acme Inc", "APPROVED"],
  ["Rob Rejected", "rob@spam.example", "Spam Ltd", "REJECTED"],
  ["Eve Expired", "eve@oldtown.example", "Oldtown", "EXPIRED"],
];

async function seedPerson(ctx: CoreContext, passwordHash: string, [name, email, state]: (typeof people)[number]) {
  const now = ctx.clock.now();
  const user = await ctx.db.user.create({
    data: {
      name,
      email,
      passwordHash: state === "single sign-on" ? null : passwordHash,
      emailVerifiedAt: state === "unverified" ? null : now,
      deactivatedAt: state === "deactivated" ? now : null,
      deletionDueAt: state === "leaving" ? new Date(now.getTime() + 5 * dayMilliseconds) : null,
      tenant: { create: { name: email.split(/[@.]/)[1] ?? name, buyerMode: ctx.config.buyerModes[0] ?? "OTHER" } },
    },
  });
  if (state === "paused") {
    const blockedUntil = new Date(now.getTime() + pauseMilliseconds);
    await ctx.db.attemptBudget.create({ data: { userId: user.id, device: "stranger", failures: 12, blockedUntil } });
  }
  if (state === "single sign-on") {
    await ctx.db.externalIdentity.create({ data: { userId: user.id, provider: "google", subject: "1001", email } });
  }
  if (state === "inviting") {
    const { id: invitedById, tenantId } = user;
    const expiresAt = new Date(now.getTime() + 14 * dayMilliseconds);
    await ctx.db.invitation.create({
      data: { tenantId, email: "mia@oldtown.example", role: "MEMBER", invitedById, expiresAt },
    });
  }
  if (state === "losing") {
    const dueAt = new Date(now.getTime() + dayMilliseconds);
    const reason = "Lost the phone; called back on the number on file.";
    await ctx.db.mfaReset.create({ data: { userId: user.id, requestedBy: "admin@acme.example", reason, dueAt } });
  }
  if (state !== "mfa" && state !== "losing") return "";
  const secret = newTotpSecret();
  await ctx.db.totpCredential.create({
    data: { userId: user.id, sealedSecret: sealTotpSecret(ctx, user.id, secret), lastStep: 0 },
  });
  await ctx.db.$transaction((tx) => storeRecoveryCodes(tx, user.id, newRecoveryCodes().hashes, now));
  return `TOTP secret ${secret}`;
}

async function seedRequest(ctx: CoreContext, [name, email, organization, status]: (typeof requests)[number]) {
  const input = requestAccessSchema.parse({
    ...{ name, email, organization, buyerMode: ctx.config.buyerModes[0] },
    useCase: `${organization} wants to record usage before the monthly invoices go out.`,
  });
  await requestAccess(ctx, input);
  if (status === "PENDING") return;
  const now = ctx.clock.now();
  const approvalExpiresAt = new Date(now.getTime() + (status === "APPROVED" ? 14 : -1) * dayMilliseconds);
  await ctx.db.accessRequest.update({
    where: { email },
    data: {
      status,
      decidedAt: now,
      ...(status === "REJECTED" ? { rejectionReason: "No relation to the product." } : { approvalExpiresAt }),
    },
  });
}

await runCommand(async (ctx, app) => {
  if (!isLoopback(new URL(app.databaseUrl).hostname)) return "Refused: the seed is for a database on this machine.";
  if ((await ctx.db.user.count()) > 0) return "Refused: this database has accounts. Use an empty DATA_DIR.";
  const admin = setupSchema.parse({
    name: "Ada Admin",
    email: "admin@acme.example",
    password,
    organization: "Acme Inc",
  });
  const created = await createAdmin(ctx, admin);
  if (!created.ok) return `The admin could not be created: ${created.error.code}`;
  const rows: [email: string, state: string, note: string][] = [[admin.email, "admin", ""]];
  const passwordHash = await ctx.hasher.hash(password);
  for (const person of people) rows.push([person[1], person[2], await seedPerson(ctx, passwordHash, person)]);
  for (const request of requests) {
    await seedRequest(ctx, request);
    rows.push([request[1], `request ${request[3].toLowerCase()}`, ""]);
  }
  console.log(`Every password is: ${password}`);
  for (const [email, state, note] of rows) console.log(`${email.padEnd(28)} ${state.padEnd(18)} ${note}`);
  return null;
});
