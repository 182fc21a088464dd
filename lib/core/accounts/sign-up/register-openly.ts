import type { RegisterInput } from "@/lib/values/forms";
import type { CoreContext } from "../../kernel/context";
import { err, type Result } from "../../kernel/result";
import { type Registration, register } from "./register";

type Refusal = "signup_closed" | "password_rejected" | "validation_failed";

/**
 * Registers through an API that knows no approval: COMPAT_SIGNUP decides, whatever SIGNUP says. A known address is
 * answered like a new one.
 */
export async function registerOpenly(
  ctx: CoreContext,
  input: Omit<RegisterInput, "approvalToken">,
): Promise<Result<Registration, Refusal>> {
  if (ctx.config.compatSignup !== "open") return err("signup_closed");
  const registered = await register({ ...ctx, config: { ...ctx.config, signup: "open" } }, input);
  if (registered.ok) return registered;
  const { code, ...details } = registered.error;
  return err(code === "password_rejected" || code === "validation_failed" ? code : "signup_closed", details);
}
