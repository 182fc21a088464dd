import { table, writePart } from "./figures";
import { cookiesOf, openHarness, password } from "./harness";
import { quantile } from "./quantile";
import { addAccounts, addressOf } from "./timing/cases";

/**
 * `npm run bench:fair`: sign-ins while one member floods the password check from 50 sessions, over HTTP with the real
 * limits. Writes docs/benchmarks.md; exit code 1 when a sign-in fails or the slow ones take more than twice as long.
 * `--quick`: a fifth, without writing.
 */
const isQuick = process.argv.includes("--quick");
const sessionCount = 50;
const signIns = isQuick ? 20 : 100;
const slowerMax = 2;
/** Milliseconds between two sign-ins, and between two requests of a flooding session. */
const signInPause = 100;
const floodPause = 500;

const harness = await openHarness([]);
try {
  const installation = await harness.install("fair", { RATE_LIMIT_SCALE: "1", TRUSTED_PROXY_HOPS: "1" });
  await addAccounts(installation.client, signIns * 2 + 1, installation.passwordHash);
  const { url } = await installation.serve();
  const member = addressOf("known", signIns * 2);
  const sessions: Session[] = [];
  for (let count = 0; count < sessionCount; count += 1) {
    // Ten accounts per address, its limit per minute.
    const address = `203.0.113.${Math.floor(count / 10)}`;
    const answer = await ask(url, "/auth/login", { email: member, password }, { address });
    if (answer.status !== 200) throw new Error(`The member's sign-in was answered with ${answer.status}`);
    sessions.push({ address, cookies: cookiesOf(answer) });
  }
  const calm = await others(url, 0);
  const flood = startFlood(url, sessions);
  const flooded = await others(url, signIns);
  const checks = await flood.stop();
  const failed = [...calm, ...flooded].filter(({ isOk }) => !isOk).length;
  const slow = (found: SignedIn[]) =>
    quantile(
      found.map(({ milliseconds }) => milliseconds),
      0.95,
    );
  const ratio = slow(flooded) / slow(calm);
  const text = table(
    ["", "sign-ins", "of them failed", "median", "95th percentile"],
    [row("calm", calm), row("beside the flood", flooded)],
  );
  const answers = table(["answer to the flood", "times"], [...checks]);
  const told = `${text}\n\n${answers}\n\nAt the 95th percentile a sign-in takes ${ratio.toFixed(2)} times as long beside the flood.`;
  console.log(told);
  if (!isQuick) {
    writePart({
      command: "bench:fair",
      title: "Sign-ins while one member floods the server",
      versions: { PostgreSQL: harness.version },
      text: told,
    });
  }
  if (failed > 0 || ratio > slowerMax) process.exitCode = 1;
} finally {
  await harness.close();
}

interface Session {
  address: string;
  cookies: string;
}

async function ask(url: string, path: string, body: object, { address, cookies = "" }: Partial<Session>) {
  const response = await fetch(`${url}/dashboard${path}`, {
    method: "POST",
    headers: {
      cookie: cookies,
      "content-type": "application/json",
      "x-pacspace-csrf": "1",
      "x-forwarded-for": address ?? "",
    },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response;
}

interface SignedIn {
  isOk: boolean;
  milliseconds: number;
}

function row(what: string, found: SignedIn[]): string[] {
  const times = found.map(({ milliseconds }) => milliseconds);
  const of = (share: number) => `${quantile(times, share).toFixed(0)} ms`;
  return [what, String(found.length), String(found.filter(({ isOk }) => !isOk).length), of(0.5), of(0.95)];
}

async function others(url: string, from: number): Promise<SignedIn[]> {
  const found: SignedIn[] = [];
  for (let index = 0; index < signIns; index += 1) {
    const startedAt = performance.now();
    const email = addressOf("known", from + index);
    const answer = await ask(url, "/auth/login", { email, password }, { address: `198.51.100.${index}` });
    found.push({ isOk: answer.status === 200, milliseconds: performance.now() - startedAt });
    await new Promise((done) => setTimeout(done, signInPause));
  }
  return found;
}

function startFlood(url: string, sessions: Session[]): { stop(): Promise<Map<number, number>> } {
  const answers = new Map<number, number>();
  let isOver = false;
  const running = sessions.map(async (session) => {
    for (let turn = 0; !isOver; turn += 1) {
      const typed = turn % 2 === 0 ? password : "a wrong password";
      const answer = await ask(url, "/auth/step-up", { password: typed }, session);
      answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1);
      await new Promise((done) => setTimeout(done, floodPause));
    }
  });
  return {
    async stop() {
      isOver = true;
      await Promise.all(running);
      return answers;
    },
  };
}
