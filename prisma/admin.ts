import { randomBytes } from "node:crypto";
import type { CoreContext } from "@/lib/core/context";
import { resetMfaNow } from "@/lib/core/mfa/reset/complete-mfa-resets";
import { createAdmin } from "@/lib/core/setup/create-admin";
import type { Env } from "@/lib/platform/env";
import { canonicalEmail } from "@/lib/values/email";
import { setupSchema } from "@/lib/values/forms";
import { runCommand } from "./command";

/**
 * `npm run admin -- COMMAND`, for whoever runs the server:
 * `create-admin EMAIL [NAME]` makes an admin, verified and ready to sign in, for when `/setup` is closed or nobody can
 * get in; it never changes an existing account. `reset-mfa EMAIL` removes a lost second factor at once.
 */
const usage = "Usage: npm run admin -- create-admin EMAIL [NAME] | reset-mfa EMAIL";
const [command, email = "", ...nameWords] = process.argv.slice(2);

await runCommand(async (ctx, { env }) => {
  if (command === "create-admin") return makeAdmin(ctx, env);
  if (command === "reset-mfa") return resetMfa(ctx);
  return usage;
});

async function makeAdmin(ctx: CoreContext, env: Env): Promise<string | null> {
  const password = env.ADMIN_PASSWORD ?? randomBytes(12).toString("base64url");
  const input = setupSchema.safeParse({ email, name: nameWords.join(" ") || "Admin", password });
  if (!input.success)
    return `Not created: ${input.error.issues.map(({ path, message }) => `${path}: ${message}`).join(", ")}`;
  const created = await createAdmin(ctx, input.data);
  if (!created.ok) {
    return created.error.code === "email_taken"
      ? `Not created: an account with the address ${input.data.email} exists, and is left as it is.`
      : "Not created: the password in ADMIN_PASSWORD is easy to guess.";
  }
  const secret = env.ADMIN_PASSWORD ? "with the password from ADMIN_PASSWORD" : `with the password ${password}`;
  console.log(`Created ${created.value.user.email}. Sign in at ${ctx.config.appUrl}/login ${secret}.`);
  return null;
}

async function resetMfa(ctx: CoreContext): Promise<string | null> {
  const address = canonicalEmail(email);
  if (!address) return usage;
  const reset = await resetMfaNow(ctx, { email: address });
  if (!reset.ok) {
    return reset.error.code === "user_not_found"
      ? `Nothing was changed: there is no account with the address ${address}.`
      : `Nothing was changed: the account ${address} has no second factor.`;
  }
  console.log(`The second factor of ${address} is removed, and its sessions have ended. Its owner was mailed.`);
  return null;
}
