import { err, ok } from "@/lib/core/kernel/result";
import { listSessions, revokeAllSessions, revokeOtherSessions, revokeSession } from "@/lib/core/sessions/sessions";
import { stepUp } from "@/lib/core/sign-in/step-up";
import { stepUpSchema } from "@/lib/values/forms";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleMoment } from "./examples";
import { get } from "./routes";
import { loggedOutSchema, nothing, proofSchema, revokedSchema } from "./schemas";

const revokeEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/sessions/{id}",
  summary: "End a session",
  description: "Revoking the current session clears its cookies. Any other requires recent re-authentication.",
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
  description: "Requires recent re-authentication. The response sets the cookies of a new session.",
  input: nothing,
  status: 200,
  data: revokedSchema,
  dataExample: { revoked: 2 },
  message: "Other sessions ended.",
  refusals: ["step_up_required", "unauthenticated"],
  async run({ ctx, actor }) {
    const ended = await revokeOtherSessions(ctx, actor);
    if (!ended.ok) return ended;
    const { revoked, session } = ended.value;
    return ok({ data: { revoked }, session });
  },
});

const logOutEverywhereEndpoint = defineUserEndpoint({
  method: "post",
  path: "/logout-everywhere",
  summary: "End all sessions",
  description: "Requires recent re-authentication.",
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
  summary: "Re-authenticate",
  description:
    "With `password` or `code`. For the next ten minutes, endpoints that return 403 STEP_UP_REQUIRED work. Sets the cookies of a new session, and the old ones expire. With 2FA on, a code is required: a password alone is recorded, and the response is 403 STEP_UP_REQUIRED.",
  input: stepUpSchema,
  inputExample: { password: "SecurePass1" },
  status: 200,
  data: proofSchema,
  dataExample: { provenUntil: exampleMoment },
  message: "Confirmed.",
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
  get("/sessions", listSessions, "List your sessions", {
    description: "The current session first, then by last use. IDs aren't credentials.",
  }),
  revokeEndpoint,
  revokeOthersEndpoint,
  logOutEverywhereEndpoint,
  stepUpEndpoint,
];
