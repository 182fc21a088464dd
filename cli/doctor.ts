import { randomBytes } from "node:crypto";
import type pg from "pg";
import { type Examination, examineHere } from "@/lib/core/doctor/examine";
import type { FindingState } from "@/lib/core/kernel/diagnostics-report";
import { CannotStart } from "@/lib/platform/cannot-start";
import { findCluster } from "@/lib/platform/database/cluster-directory";
import { withConfiguredDatabase } from "@/lib/platform/database/configured";
import { createPool } from "@/lib/platform/database/connections";
import { createInstruments } from "@/lib/platform/doctor/instruments";
import { reasonOf } from "@/lib/platform/doctor/reason";
import { readGenerated } from "@/lib/platform/doctor/secret-facts";
import { BadEnvironment, type Env, parseEnv } from "@/lib/platform/env";
import { createSecrets } from "@/lib/platform/secrets";
import { orSayWhy } from "./say-why";
import { signal } from "./set-up-process";

/** `npm run doctor [-- --json]`: prints the Diagnostics page's checks and exits with 1 on an error. */
const isJson = process.argv.includes("--json");
const marks: Record<FindingState, string> = { ok: "ok", warning: "WARNING", failure: "ERROR", skipped: "-" };

await orSayWhy(async () => {
  try {
    const env = parseEnv();
    const { report, server } = await examineInstallation(env);
    if (isJson) console.log(JSON.stringify(report, null, 2));
    else print(report, server);
    if (report.state === "failure") process.exitCode = 1;
  } catch (thrown) {
    if (!(thrown instanceof BadEnvironment)) throw thrown;
    if (isJson) console.log(JSON.stringify({ state: "failure", configuration: thrown.message }, null, 2));
    else console.error(`ERROR    ${thrown.message}`);
    process.exitCode = 1;
  }
});

async function examine(
  env: Env,
  pool: pg.Pool | { reason: string },
): Promise<{ report: Examination; server: Server | null }> {
  const server = await serverState(env);
  const secret = env.AUTH_SECRET ?? readGenerated(env.DATA_DIR)?.secret ?? randomBytes(48).toString("base64url");
  const secrets = createSecrets({ secret, previous: env.AUTH_SECRET_PREVIOUS ?? null });
  const instruments = createInstruments({ env, secrets, pool, server });
  const request = { ip: "command line", userAgent: "", requestId: "", locale: "en" };
  return { report: await examineHere({ instruments, request }), server };
}

async function examineInstallation(env: Env): Promise<{ report: Examination; server: Server | null }> {
  try {
    if (!env.DATABASE_URL && !findCluster(env.DATA_DIR)) {
      throw new CannotStart(`There is none in ${env.DATA_DIR} yet; npm start makes it.`);
    }
    const onDatabase = async (url: string) => {
      const pool = createPool({ url, max: 2, mayBeReadOnly: true, onIdleError: () => undefined });
      return examine(env, pool).finally(() => pool.end());
    };
    return await withConfiguredDatabase(env, onDatabase, { keepsRoles: true, signal });
  } catch (thrown) {
    signal.throwIfAborted();
    return examine(env, { reason: reasonOf(thrown) });
  }
}

interface Server {
  status: string;
  /** Null while it isn't ready. */
  uptimeSeconds: number | null;
}

/** Null when no server answers. */
async function serverState(env: Env): Promise<Server | null> {
  const host = ["0.0.0.0", "::"].includes(env.HOST) ? "localhost" : env.HOST;
  try {
    const answer = await fetch(`http://${host.includes(":") ? `[${host}]` : host}:${env.PORT}/health/ready`, {
      signal: AbortSignal.timeout(3_000),
    });
    const { status, uptimeSeconds } = (await answer.json()) as { status?: unknown; uptimeSeconds?: unknown };
    return { status: String(status), uptimeSeconds: typeof uptimeSeconds === "number" ? uptimeSeconds : null };
  } catch {
    return null;
  }
}

function print({ counts, findings }: Examination, server: Server | null): void {
  console.log(server === null ? "The server isn't running." : `Server: ${server.status}.`);
  for (const { advice, docs, seen, state, title } of findings) {
    console.log(`${marks[state].padEnd(8)} ${title}: ${seen}`);
    if (advice) console.log(`${" ".repeat(9)}-> ${advice} (${docs})`);
  }
  console.log(`Errors: ${counts.failure}. Warnings: ${counts.warning}. OK: ${counts.ok}.`);
}
