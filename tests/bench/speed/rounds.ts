import { join } from "node:path";
import type pg from "pg";
import type { Secrets } from "@/lib/core/kernel/ports";
import { openSessions } from "./accounts";
import { type Contenders, checks, refreshes, signIns, signOuts, signUpAtBetterAuth } from "./contenders";
import type { LoadResult, LoadSpec } from "./load";
import { profileLoad, type Shares } from "./profile";
import { sendLoad } from "./send-load";
import { cpuSeconds, type RunningServer, untilIdle } from "./servers";

export interface Size {
  rounds: number;
  /** Per load. */
  seconds: number;
  /** Per round; each needs a session. */
  signOuts: number;
}

export interface Setting {
  contenders: Contenders;
  client: pg.Client;
  secrets: Secrets;
  appUrl: string;
  emails: string[];
  size: Size;
}

export type Measured = LoadResult & { cpuPerThousand: number };
export type Results = Map<string, Measured[]>;

const clients = 64;

/** Alternates between contenders, so that other load on the machine affects all. */
export async function measureRounds(setting: Setting): Promise<Results> {
  const { client, contenders, emails, secrets, size } = setting;
  const { bare, betterAuth, nextMount, product } = contenders;
  const results: Results = new Map();
  const open = (count: number) => openSessions(client, secrets, setting.appUrl, count);
  const sessions = await open(clients);
  const cookies = await signUpAtBetterAuth(betterAuth, emails.slice(0, clients));
  const run = async (name: string, pid: number, ...load: Parameters<typeof sendLoad>) => {
    if (name !== "check beside") await untilIdle([product, nextMount, bare, betterAuth].map((server) => server.pid));
    const before = cpuSeconds(pid);
    const result = await sendLoad(...load);
    const cpuPerThousand = ((cpuSeconds(pid) - before) / result.requests) * 1000;
    results.set(name, [...(results.get(name) ?? []), { ...result, cpuPerThousand }]);
    const figures = `${result.rate.toFixed(0)}/s, p50 ${result.p50.toFixed(1)} ms, p95 ${result.p95.toFixed(1)} ms`;
    console.log(`${name.padEnd(34)} ${figures}, ${cpuPerThousand.toFixed(2)} s a thousand`);
  };
  const { seconds } = size;
  const logIn = (url: string) => signIns(`${url}/dashboard/auth/login`, emails);
  // Warms up the compiler with a fixed number of requests.
  const warm = [
    { ...checks.product(product, sessions), amount: 15_000 },
    { ...checks.product(nextMount, sessions), amount: 1_500 },
    { ...checks.bare(bare, sessions), amount: 15_000 },
    { ...checks.betterAuth(betterAuth, cookies), amount: 1_500 },
    { ...refreshes(product, await open(16)), amount: 3_000 },
    { ...signOuts(product, await open(2_000)), amount: 2_000 },
    { ...logIn(product.url), amount: 300 },
  ];
  console.log("Warming up");
  for (const load of warm) await sendLoad({ ...load, connections: 16 });

  for (let round = 1; round <= size.rounds; round += 1) {
    console.log(`Round ${round} of ${size.rounds}`);
    for (const connections of [16, clients]) {
      const at = { connections, seconds };
      await run(`check product ${connections}`, product.pid, { ...checks.product(product, sessions), ...at });
      await run(`check bare ${connections}`, bare.pid, { ...checks.bare(bare, sessions), ...at });
      await run(`check mount ${connections}`, nextMount.pid, { ...checks.product(nextMount, sessions), ...at });
      const load = checks.betterAuth(betterAuth, cookies);
      await run(`check better-auth ${connections}`, betterAuth.pid, { ...load, ...at });
    }
    const at = { connections: 16, seconds };
    await run("renew better-auth", betterAuth.pid, { ...checks.betterAuthRenewing(betterAuth, cookies), ...at });
    await run("refresh product", product.pid, { ...refreshes(product, await open(at.connections)), ...at });
    const amount = size.signOuts;
    const ending = signOuts(product, await open(amount));
    await run("sign out product", product.pid, { ...ending, connections: 16, amount });
    const betterLogIn = signIns(`${betterAuth.url}/api/auth/sign-in/email`, emails.slice(0, clients), {
      origin: betterAuth.url,
    });
    for (const connections of [1, clients]) {
      const many = { connections, seconds: seconds * 2 };
      await run(`sign in bare ${connections}`, bare.pid, { ...signIns(`${bare.url}/login`, emails), ...many });
      const beside = checks.product(product, sessions);
      await Promise.all([
        run(`sign in product ${connections}`, product.pid, { ...logIn(product.url), ...many }),
        connections === 1
          ? undefined
          : run("check beside", product.pid, { ...beside, connections: 4, seconds: seconds * 2, rate: 40 }),
      ]);
      // A fixed number: at 64 connections the first answers take seconds.
      const amount = connections * 3 + 40;
      await run(`sign in better-auth ${connections}`, betterAuth.pid, { ...betterLogIn, connections, amount });
    }
    const flood = { ...logIn(product.url), connections: 256, seconds: seconds * 2 };
    await run("flood product", product.pid, flood, [200, 503]);
  }
  return results;
}

/** Each profile has its own instance. `folder` holds the profiler's files. */
export async function profileLoads(setting: Setting, folder: string): Promise<Map<string, Shares>> {
  const { appUrl, client, contenders, emails, secrets } = setting;
  const open = (count: number) => openSessions(client, secrets, appUrl, count);
  const sessions = await open(clients);
  const ends = await open(30_000);
  const connections = 16;
  const loads: Record<string, (server: RunningServer) => Promise<Omit<LoadSpec, "seconds" | "amount">>> = {
    "session check": async (server) => ({ ...checks.product(server, sessions), connections }),
    refresh: async (server) => ({ ...refreshes(server, await open(connections)), connections }),
    "sign-out": async (server) => ({ ...signOuts(server, ends), connections }),
    "sign-in, one at a time": async (server) => ({
      ...signIns(`${server.url}/dashboard/auth/login`, emails),
      connections: 1,
    }),
  };
  const profiles = new Map<string, Shares>();
  for (const [name, load] of Object.entries(loads)) {
    const size = { warm: 10, seconds: setting.size.seconds * 2, folder: join(folder, name.replaceAll(/\W+/g, "-")) };
    profiles.set(name, await profileLoad({ start: contenders.startProduct, load, ...size }));
  }
  return profiles;
}
