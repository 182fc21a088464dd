import type { Authenticator } from "./authenticator";
import { type Answer, Client } from "./client";
import type { Ledger } from "./ledger";
import { mailedTokens, type Stage } from "./stage";

/** A step that is done; one whose answer was lost, to be asked for again; one that has to wait for a mail or a code. */
export type Outcome = "done" | "uncertain" | "later";

const mailSecondsMax = 240;

/** Somebody on the way from a request for access to a closed session. Knows what the server has promised. */
export class Person {
  readonly client: Client;
  password = "correct horse battery 1";
  /** Sent, and no answer: it may count by now. */
  maybePassword: string | null = null;
  authenticator: Authenticator | null = null;
  /** The answer to the present step's last attempt was lost. */
  isUncertain = false;
  step = 0;
  projectId = "";
  keyName = "";
  hasRegistered = false;
  hasVerified = false;
  /** Sessions that were ended, by what: none of them may ever work again. */
  readonly ended: { by: string; client: Client }[] = [];
  /** Tokens whose spending was acknowledged. */
  readonly spent: { page: string; token: string }[] = [];
  resetsAsked = 0;
  #waitsSince = 0;

  constructor(
    readonly email: string,
    readonly stage: Stage,
    readonly ledger: Ledger,
  ) {
    this.client = new Client(stage.url);
  }

  /** Sends one write; what becomes of it is in the ledger. `accepted`: what a repetition may be told besides. */
  async write(
    what: string,
    action: string | null,
    send: () => Promise<Answer>,
    accepted: (answer: Answer) => boolean = () => false,
  ): Promise<Answer | "uncertain" | "done before"> {
    const answer = await send();
    if (this.ledger.isUncertain(answer, what)) {
      this.isUncertain = true;
      return "uncertain";
    }
    const wasUncertain = this.isUncertain;
    this.isUncertain = false;
    if (answer.status < 300) {
      this.ledger.promise(answer, this.email, what, action);
      return answer;
    }
    if (wasUncertain && accepted(answer)) return "done before";
    this.ledger.violate("lost", `${this.email}: ${what} was refused with ${answer.status} ${answer.code}`);
    return "done before";
  }

  /** A token of a mail of this kind, as soon as it has come; the newest. */
  token(page: string, least = 1): string | null {
    const tokens = mailedTokens(this.stage.resend.deliveries, this.email, page);
    if (tokens.length >= least) {
      this.#waitsSince = 0;
      return tokens.at(-1) ?? null;
    }
    this.#waitsSince ||= performance.now();
    if (performance.now() - this.#waitsSince > mailSecondsMax * 1000) {
      this.ledger.violate("mail", `${this.email}: no mail with a link to ${page}`);
      this.#waitsSince = performance.now();
    }
    return null;
  }

  /** Whether this password is the account's. Says nothing when the server does not answer. */
  async hasPassword(password: string): Promise<boolean | "unknown"> {
    const answer = await new Client(this.stage.url).post("login", { email: this.email, password });
    if (this.ledger.isUncertain(answer, "login")) return "unknown";
    return answer.status === 200;
  }

  /** Of the old and the new password exactly one counts; that is the one from now on. */
  async settlePassword(): Promise<Outcome> {
    const candidate = this.maybePassword;
    if (candidate === null) return "done";
    const isNew = await this.hasPassword(candidate);
    if (isNew === "unknown") return "uncertain";
    const isOld = await this.hasPassword(this.password);
    if (isOld === "unknown") return "uncertain";
    if (isNew === isOld)
      this.ledger.violate("half", `${this.email}: ${isNew ? "both passwords work" : "no password works"}`);
    if (isNew) this.password = candidate;
    this.maybePassword = null;
    return "done";
  }
}
