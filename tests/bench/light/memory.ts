import { execFileSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import autocannon from "autocannon";
import type { Account } from "../../../e2e/accounts";

const connections = 8;
/** Sessions are refreshed before their access token expires. */
const batch = 5_000;
const restSeconds = 10;

/** Ten requests: frequent ones, and the three most expensive. */
const mix = [
  "profile",
  "profile",
  "profile",
  "profile",
  "profile",
  "profile",
  "profile",
  "login",
  "account",
  "refused",
];

/** Resident memory without the database. */
export function residentMegabytes(pid: number): number {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}

export interface MemoryAt {
  requests: number;
  megabytes: number;
}

export async function measureMemory(
  server: { url: string; pid: number },
  person: Account,
  numbers: readonly number[],
): Promise<MemoryAt[]> {
  const seen: MemoryAt[] = [];
  let sent = 0;
  for (const requests of numbers) {
    while (sent < requests) {
      const amount = Math.min(batch, requests - sent);
      await send(server.url, person, amount);
      sent += amount;
    }
    await pause(restSeconds * 1000);
    seen.push({ requests, megabytes: residentMegabytes(server.pid) });
    console.log(`${requests.toLocaleString("en")} requests: ${seen.at(-1)?.megabytes.toFixed(0)} MB`);
  }
  return seen;
}

async function send(url: string, person: Account, amount: number): Promise<void> {
  const cookie = await logIn(url, person);
  const kinds: Record<string, autocannon.Request> = {
    profile: { method: "GET", path: "/dashboard/auth/profile", headers: { cookie } },
    login: { method: "GET", path: "/login" },
    account: { method: "GET", path: "/account", headers: { cookie } },
    refused: {
      method: "POST",
      path: "/dashboard/auth/login",
      headers: { "content-type": "application/json", "x-pacspace-csrf": "1" },
      body: JSON.stringify({ email: "nobody@company.example", password: "not the right one" }),
    },
  };
  const requests = mix.flatMap((kind) => kinds[kind] ?? []);
  const {
    errors,
    non2xx,
    "4xx": rejected,
    timeouts,
  } = await autocannon({ url, connections, amount, requests, timeout: 60 });
  // The last ten of a connection may be incomplete.
  const expected = amount / mix.length;
  const isAsAsked = errors + timeouts === 0 && non2xx === rejected && Math.abs(rejected - expected) <= connections;
  if (!isAsAsked) throw new Error(`Of ${amount} requests ${errors} failed and ${non2xx} were refused`);
}

async function logIn(url: string, { email, password }: Account): Promise<string> {
  const answer = await fetch(`${url}/dashboard/auth/login`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-pacspace-csrf": "1" },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`Signing in answers ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0])
    .join("; ");
}
