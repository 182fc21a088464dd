import { err, ok } from "@/lib/core/result";
import { listSessions } from "@/lib/core/sessions/list-sessions";
import { revokeAllSessions } from "@/lib/core/sessions/revoke-all-sessions";
import { revokeOtherSessions } from "@/lib/core/sessions/revoke-other-sessions";
import { revokeSession } from "@/lib/core/sessions/revoke-session";
import { stepUp } from "@/lib/core/sessions/step-up";
import { stepUpSchema } from "@/lib/values/forms";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleId, exampleMoment } from "./examples";
import { loggedOutSchema, nothing, proofSchema, revokedSchema, sessionsSchema } from "./schemas";
import { toSession } from "./serialize";

const listEndpoint = defineUserEndpoint({
  method: "get",
  path: "/sessions",
  summary: "List the live sessions",
  description: "The present one first, then by last use. Ids are not credentials.",
  input: nothing,
  status: 200,
  data: sessionsSchema,
  dataExample: {
    sessions: [
      {
        id: exampleId,
        audience: "pacspace",
        startedWith: "password",
        createdAt: exampleMoment,
        lastSeenAt: exampleMoment,
        expiresAt: exampleMoment,
        userAgent: "curl/8.14.1",
        ip: "203.0.113.9",
        current: true,
      },
    ],
  },
  message: "Sessions.",
  refusals: [],
  async run({ ctx, actor }) {
    const sessions = await listSessions(ctx, actor);
    return ok({ data: { sessions: sessions.map(toSession) } });
  },
});

const revokeEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/sessions/{id}",
  summary: "End one session",
  description: "Ending the present session clears its cookies. Ending another one needs a recent proof.",
  input: nothing,
  status: 200,
  data: loggedOutSchema,
  dataExample: { loggedOut: false },
  message: "Session ended.",
  refusals: ["session_not_found", "step_up_required"],
  async run({ ctx, actor, id }) {
    const revoked = await revokeSession(ctx, actor, { id });
    if (!revoked.ok) return revoked;
    const { loggedOut } = revoked.value;
    return ok({ data: { loggedOut }, clearCookies: loggedOut, clearSiteData: loggedOut });
  },
});

const revokeOthersEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/sessions",
  summary: "End all other sessions",
  description: "The present session stays. Needs a recent proof.",
  input: nothing,
  status: 200,
  data: revokedSchema,
  dataExample: { revoked: 2 },
  message: "Other sessions ended.",
  refusals: ["step_up_required"],
  async run({ ctx, actor }) {
    const revoked = await revokeOtherSessions(ctx, actor);
    return revoked.ok ? ok({ data: { revoked: revoked.value.revoked } }) : revoked;
  },
});

const logOutEverywhereEndpoint = defineUserEndpoint({
  method: "post",
  path: "/logout-everywhere",
  summary: "End every session, the present one too",
  description: "Needs a recent proof.",
  input: nothing,
  status: 200,
  data: revokedSchema,
  dataExample: { revoked: 3 },
  message: "Signed out everywhere.",
  refusals: ["step_up_required"],
  async run({ ctx, actor }) {
    const revoked = await revokeAllSessions(ctx, actor);
    if (!revoked.ok) return revoked;
    return ok({ data: { revoked: revoked.value.revoked }, clearCookies: true, clearSiteData: true });
  },
});

const stepUpEndpoint = defineUserEndpoint({
  method: "post",
  path: "/step-up",
  allowedBeforeMfa: true,
  summary: "Prove the account again",
  description:
    "With `password` or `code`. Acts that answer 403 STEP_UP_REQUIRED work for ten minutes after it. Sets the cookies of a new session, and the old ones end. Where MFA is on a code is needed: the password alone is recorded and answered 403 STEP_UP_REQUIRED.",
  input: stepUpSchema,
  inputExample: { password: "SecurePass1" },
  status: 200,
  data: proofSchema,
  dataExample: { provenUntil: exampleMoment },
  message: "Proven.",
  refusals: [
    "invalid_credentials",
    "mfa_code_invalid",
    "mfa_not_enabled",
    "rate_limited",
    "second_factor_required",
    "unauthenticated",
  ],
  async run({ ctx, actor, input }) {
    const proven = await stepUp(ctx, actor, input);
    if (!proven.ok) return proven;
    if (proven.value.next === "code") return err("second_factor_required");
    const { provenUntil, session } = proven.value;
    return ok({ data: { provenUntil: provenUntil.toISOString() }, session });
  },
});

export const sessionEndpoints: Endpoint[] = [
  listEndpoint,
  revokeEndpoint,
  revokeOthersEndpoint,
  logOutEverywhereEndpoint,
  stepUpEndpoint,
];
