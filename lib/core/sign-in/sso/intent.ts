import { type SsoProviderId, ssoProviderIdSchema } from "@/lib/values/sso";
import { requireRecentProof, type UserActor } from "../../kernel/actors";
import type { CoreContext } from "../../kernel/context";
import { secondsAfter, ssoIntentSeconds } from "../../kernel/lifetimes";
import { err, ok, type Result } from "../../kernel/result";

export type SsoAct = "connect" | "prove";

const purpose = "sso-intent";

/** Stops an attacker from linking their identity through another user's browser. Needs step-up to connect. */
export function declareIntent(
  ctx: CoreContext,
  actor: UserActor,
  input: { act: SsoAct; provider: SsoProviderId },
): Result<{ intent: string }, "step_up_required" | "sso_refused"> {
  const isConfigured = ctx.config.ssoProviders.some(({ id }) => id === input.provider);
  if (!isConfigured) return err("sso_refused");
  const proof = input.act === "connect" ? requireRecentProof(ctx, actor) : ok();
  if (!proof.ok) return proof;
  const expires = secondsAfter(ctx.clock.now(), ssoIntentSeconds).getTime();
  const said = `${input.act}.${input.provider}.${expires}`;
  return ok({ intent: `${said}.${ctx.secrets.mac(purpose, `${said}.${actor.session.id}`)}` });
}

/** Null: another session or provider, or expired. */
export function readIntent(
  ctx: CoreContext,
  actor: UserActor | null,
  provider: string,
  intent: string | null,
): { act: SsoAct; declaredAt: Date } | null {
  const [act = "", named = "", expires = "", mac = ""] = intent?.split(".") ?? [];
  if (!actor || (act !== "connect" && act !== "prove") || named !== provider) return null;
  if (!ssoProviderIdSchema.safeParse(named).success || Number(expires) <= ctx.clock.now().getTime()) return null;
  if (!ctx.secrets.verifyMac(purpose, `${act}.${named}.${expires}.${actor.session.id}`, mac)) return null;
  return { act, declaredAt: secondsAfter(new Date(Number(expires)), -ssoIntentSeconds) };
}
