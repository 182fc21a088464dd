import { setTimeout as pause } from "node:timers/promises";
import { Client } from "./client";
import type { History } from "./history";
import { type Installation, until } from "./installation";
import { Person } from "./person";
import { advance } from "./scenario";

export const adminAccount = { name: "Ada Min", email: "ada@admin.example", password: "correct horse battery 0" };
const atOnce = 8;
const backOffMilliseconds = 100;
/** Emails may be waiting for a retry. */
const busySecondsMax = 180;

export class Load {
  readonly people: Person[] = [];
  readonly #waiting: Person[] = [];
  readonly admin: Client;
  #isStopped = false;
  #workers: Promise<void>[] = [];

  constructor(
    private readonly name: string,
    private readonly installation: Installation,
    readonly history: History,
  ) {
    this.admin = new Client(installation.url);
  }

  /** The first admin, signed in. */
  async setUp(): Promise<void> {
    const made = await this.admin.post("setup", adminAccount);
    if (made.status !== 201) throw new Error(`No admin: ${made.status} ${made.code}`);
    const { email, password } = adminAccount;
    const signedIn = await this.admin.post("login", { email, password });
    if (signedIn.status !== 200) throw new Error(`The admin cannot sign in: ${signedIn.status} ${signedIn.code}`);
  }

  start(): void {
    this.#isStopped = false;
    this.#workers = Array.from({ length: atOnce }, () => this.#work());
  }

  /** Resolves when every request has its answer or has lost it. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#workers);
  }

  /** Resolves after `writes` more acknowledged writes. */
  async untilBusy(writes: number): Promise<void> {
    const before = this.history.promised.length;
    await until("writes that are acknowledged", () => this.history.promised.length >= before + writes, busySecondsMax);
  }

  async finish(seconds: number): Promise<void> {
    const giveUpAt = performance.now() + seconds * 1000;
    const goOn = async () => {
      for (let person = this.#waiting.shift(); person && performance.now() < giveUpAt; person = this.#waiting.shift()) {
        const outcome = await advance(person, this.admin);
        if (outcome !== "over") this.#waiting.push(person);
        if (outcome === "later" || outcome === "uncertain") await pause(backOffMilliseconds);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, goOn));
    for (const { email, step } of this.#waiting)
      this.history.violate("lost", `${email}: cannot get beyond step ${step}`);
  }

  async #work(): Promise<void> {
    while (!this.#isStopped) {
      const person = this.#next();
      const outcome = await advance(person, this.admin);
      if (outcome !== "over") this.#waiting.push(person);
      if (outcome === "uncertain") await pause(backOffMilliseconds);
      if (outcome === "later") await pause(backOffMilliseconds / 10);
    }
  }

  /** The one that has waited longest, or a new one. */
  #next(): Person {
    const waiting = this.#waiting.length >= atOnce ? this.#waiting.shift() : undefined;
    if (waiting) return waiting;
    const person = new Person(
      `${this.name}-${this.people.length}@company-${this.people.length}.example`,
      this.installation,
      this.history,
    );
    this.people.push(person);
    return person;
  }
}
