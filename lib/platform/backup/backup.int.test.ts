import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "otplib";
import { afterAll, expect, it } from "vitest";
import { type CoreContext, forRequest } from "@/lib/core/kernel/context";
import { consumeToken, mintToken } from "@/lib/core/kernel/one-time-token";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { createAdmin } from "@/lib/core/settings/setup";
import { logIn } from "@/lib/core/sign-in/log-in";
import { newTotpSecret, sealTotpSecret } from "@/lib/core/sign-in/mfa/totp";
import { setupSchema } from "@/lib/values/forms";
import { type Ran, runCommandLine } from "@/tests/support/run-command";
import { createApp } from "../create-app";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "../database/embedded";
import { migrate } from "../database/migrate";
import { parseEnv } from "../env";

const root = mkdtempSync(join(tmpdir(), "foyer-backup-"));
// PostgreSQL's own user needs access when the tests run as root.
chmodSync(root, 0o755);
const started: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of started.splice(0).reverse()) await stop();
  rmSync(root, { recursive: true, force: true });
});

const admin = setupSchema.parse({ name: "Ada Min", email: "ada@office.example", password: "a quiet green harbour" });

async function open(dataDir: string): Promise<{ ctx: CoreContext; cluster: EmbeddedPostgres }> {
  const cluster = await startEmbeddedPostgres({ dataDir, log: () => undefined });
  started.push(() => cluster.stop());
  await migrate(cluster.url);
  const env = parseEnv({ DATA_DIR: dataDir, LOG_LEVEL: "silent" });
  const app = createApp(env, { databaseUrl: cluster.url });
  started.push(() => app.close());
  return { cluster, ctx: forRequest(app, { ip: "", userAgent: "", requestId: "test", locale: "en" }) };
}

/** Empty variables count as absent. */
function command(name: "backup" | "restore", dataDir: string, backup: string): Promise<Ran> {
  return runCommandLine(name, [backup], { DATABASE_URL: "", AUTH_SECRET: "", DATA_DIR: dataDir });
}

function logInWith(ctx: CoreContext, secret: string, step: number) {
  return generate({ secret, epoch: Math.floor(Date.now() / 1_000) + step * 30 }).then((code) =>
    logIn(ctx, { email: admin.email, password: admin.password, code }, nativeAudience),
  );
}

it("brings an installation back from a copy that was made while it was written to, and lets nothing be spent twice", {
  timeout: 240_000,
}, async () => {
  const [home, backup, elsewhere] = [join(root, "home"), join(root, "backup"), join(root, "elsewhere")];
  const { ctx } = await open(home);
  const created = await createAdmin(ctx, admin);
  if (!created.ok) throw new Error(created.error.code);
  const secret = newTotpSecret();
  const { id: userId, email } = created.value.user;
  await ctx.db.totpCredential.create({
    data: { userId, sealedSecret: sealTotpSecret(ctx, userId, secret), lastStep: 0 },
  });
  const signedIn = await logInWith(ctx, secret, 0);
  if (!signedIn.ok || signedIn.value.next !== "session") throw new Error("Signing in failed");
  const expiresAt = new Date(Date.now() + 60 * 60 * 1_000);
  const token = await ctx.db.$transaction((tx) =>
    mintToken(tx, { purpose: "PASSWORD_RESET", email, userId, expiresAt }),
  );

  // The backup must contain every write that was committed before it began.
  const work = { isOver: false, written: 0 };
  const { id: tenantId } = created.value.user.tenant;
  const write = async () => {
    const name = `project-${work.written}`;
    await ctx.db.project.create({ data: { tenantId, name, slug: name } });
    work.written += 1;
  };
  while (work.written < 20) await write();
  const writing = (async () => {
    while (!work.isOver) await write();
  })();
  const writtenBefore = work.written;
  const backedUp = await command("backup", home, backup);
  work.isOver = true;
  await writing;
  expect(backedUp.code, backedUp.problem).toBe(0);
  // Used after the backup.
  expect(await ctx.db.$transaction((tx) => consumeToken(tx, "PASSWORD_RESET", token, new Date()))).not.toBeNull();
  expect(await command("restore", home, backup)).toMatchObject({
    code: 1,
    problem: expect.stringContaining("already"),
  });

  const restored = await command("restore", elsewhere, backup);
  expect(restored.code, restored.problem).toBe(0);
  expect(restored.out).toContain("Sessions ended: 1.");
  const { ctx: there } = await open(elsewhere);
  const projects = await there.db.project.count();
  expect(projects).toBeGreaterThanOrEqual(writtenBefore);
  expect(projects).toBeLessThanOrEqual(work.written);
  expect(await there.db.$transaction((tx) => consumeToken(tx, "PASSWORD_RESET", token, new Date()))).toBeNull();
  expect(await resolveSession(there, signedIn.value.session.accessToken, nativeAudience)).toBeNull();
  expect(await resolveSession(ctx, signedIn.value.session.accessToken, nativeAudience)).not.toBeNull();
  expect(await logInWith(there, secret, 1)).toMatchObject({ ok: true, value: { next: "session" } });
  expect(await there.db.auditEvent.count({ where: { action: "instance.restored" } })).toBe(1);
});

it("leaves no half of a backup, and does not write over one", { timeout: 240_000 }, async () => {
  const nowhere = join(root, "nothing-there");
  const target = join(root, "half");
  expect(await command("backup", nowhere, target)).toMatchObject({ code: 1 });
  expect(existsSync(target)).toBe(false);
  expect((await command("backup", nowhere, root)).problem).toContain("already exists");
  expect((await command("restore", nowhere, nowhere)).problem).toContain("is not a backup");
  expect(existsSync(nowhere)).toBe(false);
});
