import { cookies } from "next/headers";
import type { UserActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { ssoIntentSeconds } from "@/lib/core/kernel/lifetimes";
import { ok, type Result } from "@/lib/core/kernel/result";
import { declareIntent, type SsoAct } from "@/lib/core/sign-in/sso/intent";
import { sessionCookies } from "@/lib/values/session-cookies";
import type { SsoProviderId } from "@/lib/values/sso";
import { webConfig } from "../config";

function cookieFor() {
  const { secure } = sessionCookies(webConfig().appUrl);
  const name = `${secure ? "__Host-" : ""}foyer_sso_intent`;
  return { name, httpOnly: true, sameSite: "lax" as const, path: "/", secure };
}

export async function declareAndKeep(
  ctx: CoreContext,
  actor: UserActor,
  input: { act: SsoAct; provider: SsoProviderId },
): Promise<Result<undefined, "step_up_required" | "sso_refused">> {
  const declared = declareIntent(ctx, actor, input);
  if (!declared.ok) return declared;
  (await cookies()).set({ ...cookieFor(), value: declared.value.intent, maxAge: ssoIntentSeconds });
  return ok();
}

/** Can be read once. */
export async function takeIntent(): Promise<string | null> {
  const jar = await cookies();
  const intent = jar.get(cookieFor().name)?.value;
  if (!intent) return null;
  jar.set({ ...cookieFor(), value: "", maxAge: 0 });
  return intent;
}
