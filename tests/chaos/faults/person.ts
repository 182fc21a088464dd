import type { Authenticator } from "./authenticator";
import { type Answer, Client } from "./client";
import type { History } from "./history";
import { type Installation, mailedTokens } from "./installation";

/** "uncertain": answer lost, repeat; "later": waits for an email or a code. */
export type Outcome = "done" | "uncertain" | "later";

const mailSecondsMax = 240;

/** A user from access request to sign-out, with what the server acknowledged. */
export class Person {
  readonly client: Client;
  password = "correct horse battery 1";
  /** Sent without an answer; may be in force. */
  maybePassword: string | null = null;
  authenticator: Authenticator | null = null;
  /** The last answer of this step was lost. */
  isUncertain = false;
  step = 0;
  projectId = "";
  keyName = "";
  hasRegistered = false;
  hasVerified = false;
  /** Ended sessions, by reason. */
  readonly ended: { by: string; client: Client }[] = [];
  /** Used tokens. */
  readonly spent: { page: string; token: string }[] = [];
  resetsAsked = 0;
  #waitsSince = 0;

  constructor(
    readonly email: string,
    readonly installation: Installation,
    readonly history: History,
  ) {
    this.client = new Client(installation.url);
  }

  /** Sends one write and records it. `accepted`: also valid for a repetition. */
  async write(
    what: string,
    action: string | null,
    send: () => Promise<Answer>,
    accepted: (answer: Answer) => boolean = () => false,
  ): Promise<Answer | "uncertain" | "done before"> {
    const answer = await send();
    if (this.history.isUncertain(answer, what)) {
      this.isUncertain = true;
      return "uncertain";
    }
    const wasUncertain = this.isUncertain;
    this.isUncertain = false;
    if (answer.status < 300) {
      this.history.promise(answer, this.email, what, action);
      return answer;
    }
    if (wasUncertain && accepted(answer)) return "done before";
    this.history.violate("lost", `${this.email}: ${what} was refused with ${answer.status} ${answer.code}`);
    return "done before";
  }

  /** The newest token of an email of this kind. */
  token(page: string, least = 1): string | null {
    const tokens = mailedTokens(this.installation.resend.deliveries, this.email, page);
    if (tokens.length >= least) {
      this.#waitsSince = 0;
      return tokens.at(-1) ?? null;
    }
    this.#waitsSince ||= performance.now();
    if (performance.now() - this.#waitsSince > mailSecondsMax * 1000) {
      this.history.violate("mail", `${this.email}: no mail with a link to ${page}`);
      this.#waitsSince = performance.now();
    }
    return null;
  }

  async hasPassword(password: string): Promise<boolean | "unknown"> {
    const answer = await new Client(this.installation.url).post("login", { email: this.email, password });
    if (this.history.isUncertain(answer, "login")) return "unknown";
    return answer.status === 200;
  }

  /** Determines which of the two passwords is in force. */
  async settlePassword(): Promise<Outcome> {
    const candidate = this.maybePassword;
    if (candidate === null) return "done";
    const isNew = await this.hasPassword(candidate);
    if (isNew === "unknown") return "uncertain";
    const isOld = await this.hasPassword(this.password);
    if (isOld === "unknown") return "uncertain";
    if (isNew === isOld)
      this.history.violate("half", `${this.email}: ${isNew ? "both passwords work" : "no password works"}`);
    if (isNew) this.password = candidate;
    this.maybePassword = null;
    return "done";
  }
}
