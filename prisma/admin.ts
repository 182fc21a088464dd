import { randomBytes } from "node:crypto";
import { createAdmin } from "@/lib/core/setup/create-admin";
import { setupSchema } from "@/lib/values/forms";
import { runCommand } from "./command";

/**
 * `npm run admin -- create-admin EMAIL [NAME]`: an admin, verified and ready to sign in, for when `/setup` is closed or
 * nobody can get in. Never changes an existing account.
 */
const [command, email = "", ...nameWords] = process.argv.slice(2);

await runCommand(async (ctx, { env }) => {
  if (command !== "create-admin") return "Usage: npm run admin -- create-admin EMAIL [NAME]";
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
});
