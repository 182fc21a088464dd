import type { Plan } from "@/generated/prisma/enums";
import type { CoreContext } from "@/lib/core/kernel/context";
import { newRecoveryCodes, storeRecoveryCodes } from "@/lib/core/sign-in/mfa/recovery-codes";
import { newTotpSecret, sealTotpSecret } from "@/lib/core/sign-in/mfa/totp";
import { day, hour } from "./moment";

type State =
  | "active"
  | "unverified"
  | "mfa"
  | "deactivated"
  | "paused"
  | "leaving"
  | "losing"
  | "single sign-on"
  | "inviting"
  | "reviewer"
  | "second admin";

export const people: [name: string, email: string, state: State, plan: Plan][] = [
  ["Jane Doe", "jane@acme.example", "active", "TEAM"],
  ["Uma Unverified", "uma@acme.example", "unverified", "FREE"],
  ["Max Factor", "max@blueharbour.example", "mfa", "PRO"],
  ["Dora Deactivated", "dora@blueharbour.example", "deactivated", "FREE"],
  ["Paul Paused", "paul@kiteworks.example", "paused", "FREE"],
  ["Lea Leaving", "lea@kiteworks.example", "leaving", "PRO"],
  ["Lou Losing", "lou@northwind.example", "losing", "TEAM"],
  ["Sam Single", "sam@northwind.example", "single sign-on", "FREE"],
  ["Ina Inviting", "ina@oldtown.example", "inviting", "TEAM"],
  ["Rita Reviewer", "rita@acme.example", "reviewer", "FREE"],
  ["Bert Second", "bert@acme.example", "second admin", "FREE"],
];

export async function seedPerson(
  ctx: CoreContext,
  passwordHash: string,
  [name, email, state, plan]: (typeof people)[number],
): Promise<string> {
  const now = ctx.clock.now();
  const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
  const user = await ctx.db.user.create({
    data: {
      name,
      email,
      passwordHash: state === "single sign-on" ? null : passwordHash,
      emailVerifiedAt: state === "unverified" ? null : now,
      deactivatedAt: state === "deactivated" ? now : null,
      deletionDueAt: state === "leaving" ? later(5 * day) : null,
      isReviewer: state === "reviewer",
      isAdmin: state === "second admin",
      createdAt: now,
      tenant: {
        create: {
          name: email.split(/[@.]/)[1] ?? name,
          plan,
          buyerMode: ctx.config.buyerModes[0] ?? "OTHER",
          createdAt: now,
        },
      },
    },
  });
  if (state === "paused") {
    const blockedUntil = later(hour);
    await ctx.db.attemptBudget.create({ data: { userId: user.id, device: "stranger", failures: 12, blockedUntil } });
  }
  if (state === "single sign-on") {
    await ctx.db.externalIdentity.create({ data: { userId: user.id, provider: "google", subject: "1001", email } });
  }
  if (state === "inviting") {
    const { id: invitedById, tenantId } = user;
    await ctx.db.invitation.create({
      data: { tenantId, email: "mia@oldtown.example", role: "MEMBER", invitedById, expiresAt: later(14 * day) },
    });
  }
  if (state === "losing") {
    const reason = "Lost their phone. I called them back on the number on file.";
    await ctx.db.mfaReset.create({
      data: { userId: user.id, requestedBy: "admin@acme.example", reason, dueAt: later(day) },
    });
  }
  if (state !== "mfa" && state !== "losing") return "";
  const secret = newTotpSecret();
  await ctx.db.totpCredential.create({
    data: { userId: user.id, sealedSecret: sealTotpSecret(ctx, user.id, secret), lastStep: 0 },
  });
  await ctx.db.$transaction((tx) => storeRecoveryCodes(tx, user.id, newRecoveryCodes().hashes, now));
  return `TOTP secret ${secret}`;
}
