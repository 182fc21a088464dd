import { defineRoute } from "@/lib/api/http/route";
import { ok } from "@/lib/core/kernel/result";
import { endAllOwnSessions, endOwnSession, readSessions } from "@/lib/core/sessions/sessions";
import { exampleSession } from "./examples";
import { nothing, revokedSchema, sessionsSchema } from "./schemas";
import { toSession } from "./serialize";

const listRoute = defineRoute({
  method: "get",
  path: "/api/auth/sessions",
  summary: "List the owner's sessions",
  description: "Sessions of every API, the current one first. `expiresAt` is the expiry of the last access token.",
  access: "user",
  input: nothing,
  status: 200,
  output: sessionsSchema,
  outputExample: { sessions: [exampleSession] },
  errors: ["setup_required"],
  async run({ ctx, actor }) {
    const sessions = await readSessions(ctx, actor.user.id, actor.session.id);
    return ok({ data: { sessions: sessions.map(toSession) } });
  },
});

const revokeRoute = defineRoute({
  method: "delete",
  path: "/api/auth/sessions/{id}",
  summary: "End a session",
  description: "`loggedOut` is true if it was the current session.",
  access: "user",
  input: nothing,
  status: 200,
  output: revokedSchema,
  outputExample: { success: true, loggedOut: false },
  errors: ["setup_required", "session_not_found"],
  async run({ ctx, id, actor }) {
    const revoked = await endOwnSession(ctx, actor, { id });
    return revoked.ok ? ok({ data: { success: true, loggedOut: revoked.value.loggedOut } }) : revoked;
  },
});

const revokeAllRoute = defineRoute({
  method: "delete",
  path: "/api/auth/sessions",
  summary: "End all sessions",
  access: "user",
  input: nothing,
  status: 200,
  output: revokedSchema,
  outputExample: { success: true, loggedOut: true },
  errors: ["setup_required"],
  async run({ ctx, actor }) {
    await endAllOwnSessions(ctx, actor);
    return ok({ data: { success: true, loggedOut: true } });
  },
});

export const sessionRoutes = [listRoute, revokeRoute, revokeAllRoute];
