import type { UserActor } from "@/lib/core/kernel/actors";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { Result } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { type Arrival, type ArrivalOutcome, arrive } from "@/lib/core/sign-in/sso/callback";
import { declareIntent, type SsoAct } from "@/lib/core/sign-in/sso/intent";
import type { SsoProviderId } from "@/lib/values/sso";
import { expectOk } from "./outcomes";
import type { TestContext } from "./test-context";

let sequence = 0;

/** An SSO callback: verified address, no second factor, no session, unless `said` differs. */
export function arrival(said: Partial<Arrival> = {}): Arrival {
  sequence += 1;
  return {
    provider: "oidc",
    issuer: "https://issuer.example",
    subject: `subject-${sequence}`,
    email: `arrival-${sequence}@company.example`,
    emailVerified: true,
    authTime: null,
    name: "Jane Arrival",
    isMfa: false,
    actor: null,
    intent: null,
    ...said,
  };
}

export function arriveAs(test: TestContext, said: Arrival) {
  return arrive(test.ctx, said, nativeAudience);
}

export function declared(test: TestContext, actor: UserActor, act: SsoAct, said: Arrival): Arrival {
  const { intent } = expectOk(declareIntent(test.ctx, actor, { act, provider: said.provider as SsoProviderId }));
  return { ...said, actor, intent, authTime: test.clock.now() };
}

export function outcomeOf<Next extends ArrivalOutcome["next"]>(
  result: Result<ArrivalOutcome, ErrorCode>,
  next: Next,
): Extract<ArrivalOutcome, { next: Next }> {
  const outcome = expectOk(result);
  if (outcome.next !== next) throw new Error(`Arrived at ${outcome.next} instead of ${next}`);
  return outcome as Extract<ArrivalOutcome, { next: Next }>;
}

export async function connect(test: TestContext, actor: UserActor, said = arrival()): Promise<Arrival> {
  outcomeOf(await arriveAs(test, declared(test, actor, "connect", said)), "connected");
  return said;
}
