import type { UserActor } from "@/lib/core/kernel/actors";
import type { ErrorCode } from "@/lib/core/kernel/errors";
import type { Result } from "@/lib/core/kernel/result";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { type Arrival, type ArrivalOutcome, arrive } from "@/lib/core/sign-in/sso/arrive";
import { declareIntent, type SsoAct } from "@/lib/core/sign-in/sso/intent";
import type { SsoProviderId } from "@/lib/values/sso";
import { expectOk } from "./outcomes";
import type { TestContext } from "./test-context";

let sequence = 0;

/** What a provider says of a person: verified address, no second factor, no session, unless told otherwise. */
export function arrival(said: Partial<Arrival> = {}): Arrival {
  sequence += 1;
  return {
    provider: "oidc",
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

/** The same person's arrival in an open session that has asked for it. */
export function declared(test: TestContext, actor: UserActor, act: SsoAct, said: Arrival): Arrival {
  const { intent } = expectOk(declareIntent(test.ctx, actor, { act, provider: said.provider as SsoProviderId }));
  // The provider asks on the way.
  return { ...said, actor, intent, authTime: test.clock.now() };
}

/** An outcome that the test takes for granted. */
export function outcomeOf<Next extends ArrivalOutcome["next"]>(
  result: Result<ArrivalOutcome, ErrorCode>,
  next: Next,
): Extract<ArrivalOutcome, { next: Next }> {
  const outcome = expectOk(result);
  if (outcome.next !== next) throw new Error(`Arrived at ${outcome.next} instead of ${next}`);
  return outcome as Extract<ArrivalOutcome, { next: Next }>;
}

/** Connects an identity to a person's account from their open session. */
export async function connect(test: TestContext, actor: UserActor, said = arrival()): Promise<Arrival> {
  outcomeOf(await arriveAs(test, declared(test, actor, "connect", said)), "connected");
  return said;
}
