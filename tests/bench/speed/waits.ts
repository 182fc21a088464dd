import type pg from "pg";
import { createApi } from "@/lib/api/create-api";
import { createApp } from "@/lib/platform/create-app";
import { parseEnv } from "@/lib/platform/env";
import { listenToStatements } from "@/tests/support/statements";
import { table } from "../figures";
import { median } from "../quantile";
import { addressOf, openSessions, password } from "./accounts";

/** Milliseconds, in order. */
interface Wait {
  what: string;
  took: number;
}

interface Act {
  waits: Wait[];
  /** From request to answer. */
  took: number;
}

/** Medians per kind. */
export interface Waits {
  name: string;
  took: number;
  waits: Wait[];
}

interface Setting {
  client: pg.Client;
  databaseUrl: string;
  directory: string;
  authSecret: string;
  appUrl: string;
  emails: string[];
  times: number;
}

const warmUp = 30;
let heard: Wait[] = [];

/** What single requests wait for (SQL statements, argon2id), in this process, without HTTP. */
export async function measureWaits(setting: Setting): Promise<Waits[]> {
  const { appUrl, client, directory, emails, times } = setting;
  const env = parseEnv({
    DATABASE_URL: setting.databaseUrl,
    DATA_DIR: directory,
    AUTH_SECRET: setting.authSecret,
    APP_URL: appUrl,
    RATE_LIMIT_SCALE: "1000000",
    LOG_LEVEL: "silent",
  });
  const app = createApp(env, { databaseUrl: setting.databaseUrl });
  const stopListening = listenToStatements(({ text }, answered) => void waitFor(labelOf(text), () => answered));
  try {
    const { hasher } = app;
    const verify = hasher.verify.bind(hasher);
    hasher.verify = (...given) => waitFor("argon2id", () => verify(...given));
    const api = createApi(app);
    const post = (path: string, index: number, headers: Record<string, string>, body: object) =>
      api.request(`${appUrl}/dashboard/auth/${path}`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "foyer-bench",
          "x-pacspace-csrf": "1",
          "x-forwarded-for": addressOf(index),
          ...headers,
        },
        body: JSON.stringify(body),
      });
    const sessions = await openSessions(client, app.secrets, appUrl, warmUp + times);
    const cookieOf = (index: number) => ({ cookie: sessions[index]?.cookie ?? "" });
    const person = (index: number) => index % emails.length;
    return [
      await repeat("sign-in", times, (index) =>
        post("login", person(index), {}, { email: emails[person(index)], password }),
      ),
      await repeat("refresh", times, (index) => post("refresh-token", person(index), cookieOf(index), {})),
      await repeat("sign-out", times, (index) => post("logout", person(index), cookieOf(index), {})),
    ];
  } finally {
    stopListening();
    await app.close();
  }
}

async function repeat(
  name: string,
  times: number,
  act: (index: number) => Response | Promise<Response>,
): Promise<Waits> {
  const acts: Act[] = [];
  for (let index = 0; index < warmUp + times; index += 1) {
    heard = [];
    const startedAt = performance.now();
    const { status } = await act(index);
    if (status !== 200) throw new Error(`${name} was answered with ${status}`);
    if (index >= warmUp) acts.push({ waits: heard, took: performance.now() - startedAt });
  }
  // Some requests do more than others, e.g. fetch a batch of rate-limit points.
  const kinds = new Map<string, Act[]>();
  for (const act of acts) {
    const kind = act.waits.map(({ what }) => what).join();
    kinds.set(kind, [...(kinds.get(kind) ?? []), act]);
  }
  const [usual = []] = [...kinds.values()].sort((one, other) => other.length - one.length);
  const waits = (usual[0]?.waits ?? []).map(({ what }, at) => ({
    what,
    took: median(usual.map((act) => act.waits[at]?.took ?? 0)),
  }));
  return { name, took: median(usual.map(({ took }) => took)), waits };
}

async function waitFor<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  const startedAt = performance.now();
  const wait = { what, took: 0 };
  heard.push(wait);
  try {
    return await work();
  } finally {
    wait.took = performance.now() - startedAt;
  }
}

/** For example `UPDATE sessions`. */
function labelOf(text: string): string {
  const sql = text.replaceAll('"', "");
  const [verb = ""] = /^\w+/.exec(sql) ?? [];
  if (/^(?:BEGIN|COMMIT|ROLLBACK)$/i.test(verb)) return verb.toUpperCase();
  const writes = /\b(INSERT INTO|UPDATE|DELETE FROM) (?:public\.)?(\w+)/i.exec(sql);
  if (writes) return `${writes[1]?.toUpperCase()} ${writes[2]}`;
  const [, from = ""] = /\bFROM (?:public\.)?(\w+)/i.exec(sql.replaceAll(/\([^()]*\)/g, "")) ?? [];
  return `SELECT ${from}${/\bFOR (?:NO KEY )?UPDATE\b/i.test(sql) ? " FOR UPDATE" : ""}`;
}

export function describeWaits(all: readonly Waits[], times: number): string {
  const rows = all.flatMap(({ name, took, waits }) => {
    const percent = (milliseconds: number) => `${Math.round((milliseconds / took) * 100)} %`;
    const own = took - waits.reduce((sum, wait) => sum + wait.took, 0);
    return [
      ...waits.map((wait) => [name, wait.what, wait.took.toFixed(2), percent(wait.took)]),
      [name, "the event loop's own work", own.toFixed(2), percent(own)],
      [name, "**all**", took.toFixed(2), ""],
    ];
  });
  return `What one act waits for when it is alone: the median of ${times}, asked of the API without HTTP, in the order of the statements. A
commit, and a write that is no part of a transaction, last until the disk has it.

${table(["act", "waits for", "ms", "share"], rows)}`;
}
