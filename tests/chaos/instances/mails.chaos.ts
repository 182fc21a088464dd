import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { forRequest } from "@/lib/core/kernel/context";
import { newTotpSecret, sealTotpSecret } from "@/lib/core/sign-in/mfa/totp";
import { Caller } from "./caller";
import { record } from "./figures";
import { type Installation, sized, startInstallation, until } from "./installation";
import { createFirstAdmin, createPeople, mailsTo, type Person, signIn } from "./people";

let installation: Installation;
let admin: Person;
const directory = inject("runDirectory");
const day = 24 * 60 * 60 * 1000;

beforeAll(async () => {
  installation = await startInstallation();
  admin = await createFirstAdmin(installation);
  // Records scheduled jobs, which leave the queue when done.
  await installation.query("CREATE TABLE chaos_schedule (task text, due text)");
  await installation.query(`
    CREATE FUNCTION chaos_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.payload::jsonb ? '_cron' THEN
        INSERT INTO chaos_schedule
        SELECT identifier, NEW.payload->'_cron'->>'ts' FROM graphile_worker._private_tasks WHERE id = NEW.task_id;
      END IF;
      RETURN NULL;
    END $$`);
  await installation.query(
    "CREATE TRIGGER chaos_note AFTER INSERT ON graphile_worker._private_jobs FOR EACH ROW EXECUTE FUNCTION chaos_note()",
  );
});

afterAll(() => installation?.stop());

async function queueIsEmpty(): Promise<void> {
  await until(async () => {
    expect(await installation.query("SELECT id FROM graphile_worker._private_jobs WHERE run_at < now()")).toEqual([]);
  }, 120);
}

it("sends one email per cause from two instances", async () => {
  const causes = sized(100);
  const people = await createPeople(installation, causes);
  const { origin } = installation.proxy;
  const answers = await Promise.all(
    people.map(({ email }) => new Caller(origin).post("request-password-reset", { email })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  await until(() => expect(people.every(({ email }) => mailsTo(installation, email).length > 0)).toBe(true), 120);
  await queueIsEmpty();
  const { deliveries, requests } = installation.resend;
  expect(people.map(({ email }) => mailsTo(installation, email).length)).toEqual(people.map(() => 1));
  expect(requests).toHaveLength(causes);
  expect(new Set(deliveries.map(({ headers }) => headers["idempotency-key"])).size).toBe(causes);
  const senders = ["re_a", "re_b"].map(
    (key) => deliveries.filter(({ headers }) => headers.authorization === `Bearer ${key}`).length,
  );
  expect(Math.min(...senders)).toBeGreaterThan(0);
  const result = `${causes} emails (${senders.join(" and ")} by each), as many keys, none tried twice`;
  record(directory, { promised: "mails", times: `${causes} causes`, result });
});

it("sends the email of a held decision once after the undo period, and none after an undo", async () => {
  const count = sized(20);
  await installation.app.db.settings.upsert({
    where: { id: 1 },
    create: { id: 1, undoSeconds: 10 },
    update: { undoSeconds: 10 },
  });
  const office = await signIn(installation.proxy.origin, admin);
  const emails = Array.from({ length: count }, (_, index) => `held-${index}@harbour-${index}.example`);
  for (const email of emails) {
    const asked = { name: "Jo", organization: "Harbour", buyerMode: "DIRECT_INFERENCE_VENDOR", useCase: "We ask." };
    expect((await new Caller(installation.proxy.origin).post("request-access", { ...asked, email })).status).toBe(202);
  }
  // Recorded after the answer.
  const rows = await until(async () => {
    const found = await installation.query("SELECT id, email FROM access_requests WHERE email = ANY($1)", [emails]);
    expect(found).toHaveLength(count);
    return found;
  });
  const path = (email: string) => `/dashboard/admin/access-requests/${rows.find((row) => row.email === email)?.id}`;
  const approved = await Promise.all(emails.map((email) => office.post(`${path(email)}/approve`, { undoable: true })));
  expect(new Set(approved.map(({ status }) => status))).toEqual(new Set([200]));
  const undone = emails.filter((_, index) => index % 2 === 1);
  const answers = await Promise.all(undone.map((email) => office.post(`${path(email)}/undo`, {})));
  expect(answers.every(({ status }) => status === 200)).toBe(true);
  const approvals = (email: string) =>
    mailsTo(installation, email).filter(({ body }) => /is approved/.test(body.subject)).length;
  const kept = emails.filter((email) => !undone.includes(email));
  await until(() => expect(kept.map(approvals)).toEqual(kept.map(() => 1)), 60);
  await until(async () => {
    // Every held email is due, sent or canceled.
    expect(await installation.query("SELECT id FROM mails WHERE state = 'QUEUED' OR send_after > now()")).toEqual([]);
  }, 60);
  await queueIsEmpty();
  expect(kept.map(approvals)).toEqual(kept.map(() => 1));
  expect(undone.map(approvals)).toEqual(undone.map(() => 0));
  const result = `${kept.length} emails, none for the ${undone.length} undone`;
  record(directory, { promised: "undo", times: `${count} decisions`, result });
});

it("runs due work once when both instances start it together", async () => {
  const count = sized(50);
  const people = await createPeople(installation, count);
  const { app, proxy } = installation;
  await app.db.user.update({ where: { id: admin.id }, data: { requestNotices: "HOURLY" } });
  const asked = { name: "Jo", organization: "Bay", buyerMode: "DIRECT_INFERENCE_VENDOR", useCase: "We ask." };
  expect(
    (await new Caller(proxy.origin).post("request-access", { ...asked, email: "digest@bay.example" })).status,
  ).toBe(202);
  const ctx = forRequest(app, { ip: "", userAgent: "", requestId: "chaos", locale: "en" });
  const now = app.clock.now();
  // Emails and their jobs are committed together.
  await app.db.$transaction(
    async (tx) => {
      for (const { id: userId } of people) {
        const user = await tx.user.findUniqueOrThrow({ where: { id: userId } });
        const sealedSecret = sealTotpSecret(ctx, userId, newTotpSecret());
        await tx.totpCredential.create({ data: { userId, sealedSecret, lastStep: 0, enabledAt: now } });
        await tx.mfaReset.create({ data: { userId, requestedBy: admin.email, reason: "lost", dueAt: now } });
        const dates = { createdAt: new Date(now.getTime() - 30 * day), expiresAt: new Date(now.getTime() + 5 * day) };
        const key = { publicId: userId.replaceAll("-", "").slice(8, 24), keyHash: Buffer.alloc(32), lastFour: "0000" };
        await tx.apiKey.create({ data: { userId, tenantId: user.tenantId, name: "Robot", ...dates, ...key } });
      }
      await tx.$executeRaw`SELECT graphile_worker.add_job('due_work', '{}'::json) FROM generate_series(1, 40)`;
    },
    { timeout: 60_000 },
  );
  const subjects = (email: string) =>
    mailsTo(installation, email)
      .map(({ body }) => body.subject)
      .sort();
  await until(() => expect(people.every(({ email }) => subjects(email).length >= 2)).toBe(true), 120);
  await queueIsEmpty();
  const each = new Set(people.map(({ email }) => subjects(email).join(" | ")));
  expect(each.size).toBe(1);
  expect([...each][0]?.split(" | ")).toHaveLength(2);
  const digests = await installation.query("SELECT id FROM mails WHERE template = 'requests-digest'");
  expect(digests).toHaveLength(1);
  const digestKey = `mail/${digests[0]?.id}`;
  const { requests } = installation.resend;
  expect(requests.filter(({ headers }) => headers["idempotency-key"] === digestKey)).toHaveLength(1);
  const resets = await installation.query("SELECT subject_id FROM audit_events WHERE action = 'mfa.reset'");
  expect(resets).toHaveLength(count);
  expect(new Set(requests.map(({ headers }) => headers["idempotency-key"])).size).toBe(requests.length);
  const times = `${count} resets, ${count} expiring keys, a digest and 40 workers' jobs`;
  record(directory, { promised: "due", times, result: `${2 * count + 1} emails, ${count} resets in the audit log` });
});

it("schedules every job once a minute across instances", async () => {
  const minutes = 2;
  await until(async () => {
    const due = await installation.query("SELECT due FROM chaos_schedule WHERE task = 'due_work'");
    expect(due.length).toBeGreaterThanOrEqual(minutes);
  }, 180);
  const twice = await installation.query(
    "SELECT task, due, count(*) FROM chaos_schedule GROUP BY task, due HAVING count(*) > 1",
  );
  expect(twice).toEqual([]);
  const [seen] = await installation.query(
    "SELECT count(*)::int AS jobs, count(DISTINCT due)::int AS minutes FROM chaos_schedule",
  );
  record(directory, {
    promised: "schedule",
    times: `${seen?.minutes} minutes`,
    result: `${seen?.jobs} jobs, none twice`,
  });
});
