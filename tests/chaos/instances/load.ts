import { type Answer, Caller } from "./caller";
import type { Installation } from "./installation";
import { type Person, signIn } from "./people";

type Seen = Pick<Answer, "status" | "body">;
type Act = (caller: Caller, person: Person, n: number) => Promise<Seen>;

/** Repeatable requests with their expected status. */
const acts: [name: string, expected: number, act: Act][] = [
  ["GET profile", 200, (caller) => caller.get("profile")],
  [
    "PATCH preferences",
    200,
    (caller) => caller.send("PATCH", "preferences", { json: { preferredEnvironment: "sandbox" } }),
  ],
  ["POST refresh-token", 200, (caller) => caller.post("refresh-token", {})],
  ["GET /account", 200, (caller) => caller.get("/account")],
  ["POST login and logout", 200, signInAndOut],
  [
    "POST request-access",
    202,
    ({ origin }, { email }, n) => new Caller(origin).post("request-access", requestOf(email, n)),
  ],
  [
    "POST request-password-reset",
    200,
    ({ origin }, { email }) => new Caller(origin).post("request-password-reset", { email }),
  ],
  ["GET /login", 200, ({ origin }) => new Caller(origin).get("/login")],
];

/** Signs out again because the fiftieth session ends the oldest. */
async function signInAndOut({ origin }: Caller, { email, password }: Person): Promise<Seen> {
  const caller = new Caller(origin);
  const signedIn = await caller.post("login", { email, password });
  return signedIn.status === 200 ? caller.post("logout", {}) : signedIn;
}

export interface Load {
  done: number;
  /** Sent again by the client. */
  retried: number;
  failures: string[];
  stop(): Promise<void>;
}

/** Continuous load at the proxy. With `retries` 1 a 502 or lost answer is retried once. */
export async function startLoad(installation: Installation, people: Person[], retries: 0 | 1): Promise<Load> {
  const { origin } = installation.proxy;
  let isOver = false;
  const load: Load = { done: 0, retried: 0, failures: [], stop };

  async function once(name: string, expected: number, send: () => Promise<Seen>): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await send().catch((thrown: Error) => ({ status: 0, body: thrown.message }));
      if (answer.status === expected) break;
      const isLost = answer.status === 0 || answer.status === 502;
      if (isLost && attempt < retries) {
        load.retried += 1;
        continue;
      }
      load.failures.push(`${name}: ${answer.status} ${answer.body.slice(0, 300)}`);
      break;
    }
    load.done += 1;
  }

  async function live(person: Person, start: number): Promise<void> {
    const caller = await signIn(origin, person);
    for (let n = start; !isOver; n += 1) {
      const [name, expected, act] = acts[n % acts.length] ?? acts[0] ?? neverEmpty();
      await once(name, expected, () => act(caller, person, n));
    }
  }

  const lives = people.map((person, index) =>
    live(person, index).catch((thrown: Error) => void load.failures.push(thrown.message)),
  );
  async function stop(): Promise<void> {
    isOver = true;
    await Promise.all(lives);
  }
  return load;
}

function requestOf(email: string, n: number) {
  const words = { name: "Jane Applicant", organization: "Green Field", useCase: "We answer questions." };
  return { ...words, buyerMode: "DIRECT_INFERENCE_VENDOR", email: email.replace("@", `-${n}@`) };
}

function neverEmpty(): never {
  throw new Error("nothing to do");
}

export const actNames = acts.map(([name]) => name);
