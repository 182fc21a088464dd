import { settleDueRequests } from "@/lib/core/access-requests/settle";
import { type ReviewerActor, requireAdmin, requireReviewer, type UserActor } from "@/lib/core/kernel/actors";
import type { CoreContext } from "@/lib/core/kernel/context";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { createAdmin } from "@/lib/core/settings/setup";
import { logIn } from "@/lib/core/sign-in/log-in";
import { isLoopback } from "@/lib/platform/loopback";
import { logInSchema, setupSchema } from "@/lib/values/forms";
import { runCommand } from "./command";
import { Agenda } from "./seed/agenda";
import { planSignIns, seedConsole } from "./seed/console";
import { atMoment, day } from "./seed/moment";
import { people, seedPerson } from "./seed/people";
import { handleSome, planHundred, planPast } from "./seed/requests";

/** `npm run db:seed`: creates sample data and rejects a remote database without `--force`. */
const password = "correct horse battery";
const pastRequests = 120;

await runCommand(async (ctx, app) => {
  const { hostname } = new URL(app.databaseUrl);
  const isHere = app.env.DATABASE_URL === undefined || isLoopback(hostname);
  if (!isHere && !process.argv.includes("--force")) {
    return "Not seeded: this database is on another machine. To seed it anyway, add --force.";
  }
  if ((await ctx.db.user.count()) > 0) return "Not seeded: this database has accounts. Use an empty DATA_DIR.";
  const now = ctx.clock.now();
  const passwordHash = await ctx.hasher.hash(password);
  const agenda = new Agenda(passwordHash);
  const longAgo = atMoment(ctx, { at: new Date(now.getTime() - 100 * day), letters: agenda.letters, passwordHash });

  const input = setupSchema.parse({
    name: "Ada Admin",
    email: "admin@acme.example",
    password,
    organization: "Acme Inc",
  });
  const created = await createAdmin(longAgo, input);
  if (!created.ok) return `Couldn't create the admin: ${created.error.code}`;
  const rows: [email: string, state: string, note: string][] = [[input.email, "admin", ""]];
  for (const person of people) rows.push([person[1], person[2], await seedPerson(ctx, passwordHash, person)]);

  const actors: UserActor[] = [];
  for (const email of [input.email, "rita@acme.example", "bert@acme.example"]) actors.push(await signIn(ctx, email));
  const reviewers = actors.map((actor) => narrowed(requireReviewer(actor)));
  const [first] = actors;
  if (!first) return "No one could sign in.";
  await seedConsole(longAgo, narrowed(requireAdmin(first)));

  const scene = { agenda, now, reviewers, password };
  planPast(scene, pastRequests);
  planHundred(scene);
  planSignIns(
    agenda,
    now,
    actors.map(({ user }) => user),
  );
  await ctx.db.user.updateMany({ data: { requestNotices: "OFF" } });
  await agenda.run(ctx);
  await handleSome(atMoment(ctx, { at: now, letters: agenda.letters, passwordHash }), scene);
  await settleDueRequests(ctx);
  await ctx.db.user.update({ where: { email: input.email }, data: { requestNotices: "INSTANT" } });
  // The admin is past the grace period for setting up 2FA.
  await ctx.db.settings.updateMany({ data: { mfaAdminsSince: null, mfaReviewersSince: null } });

  console.log(`Password of every account: ${password}`);
  for (const [email, state, note] of rows) console.log(`${email.padEnd(28)} ${state.padEnd(18)} ${note}`);
  for (const { status, _count } of await ctx.db.accessRequest.groupBy({ by: ["status"], _count: true })) {
    console.log(`${String(_count).padStart(4)} requests ${status.toLowerCase()}`);
  }
  return null;
});

async function signIn(ctx: CoreContext, email: string): Promise<UserActor> {
  const outcome = await logIn(ctx, logInSchema.parse({ email, password }), nativeAudience);
  if (!outcome.ok || outcome.value.next !== "session") throw new Error(`${email} cannot sign in`);
  const actor = await resolveSession(ctx, outcome.value.session.accessToken, nativeAudience);
  if (!actor) throw new Error(`${email} has no session`);
  return actor;
}

function narrowed<Actor extends ReviewerActor>(outcome: { ok: true; value: Actor } | { ok: false }): Actor {
  if (!outcome.ok) throw new Error("Not allowed to decide");
  return outcome.value;
}
