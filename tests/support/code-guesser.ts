import { expect } from "vitest";
import { type TestUser, totpCode } from "./factories";
import { type NativeAnswer, NativeClient, textAt } from "./native-client";
import type { TestContext } from "./test-context";

/** An attacker who knows the password and guesses the second factor over HTTP. */
export class CodeGuesser {
  readonly api: NativeClient;
  password: string;
  #clients = 0;

  constructor(
    private readonly test: TestContext,
    private readonly user: TestUser,
  ) {
    this.api = new NativeClient(test);
    this.password = user.password;
  }

  elsewhere(): Record<string, string> {
    this.#clients += 1;
    return { "x-forwarded-for": `10.${this.#clients >> 8}.${this.#clients & 255}.1` };
  }

  rightCode(): Promise<string> {
    return totpCode(this.test, this.user.totpSecret);
  }

  /** Returns 200, 401 for a wrong code, or 429 when the code wasn't checked. */
  async tryCode(code: string, headers = this.elsewhere()): Promise<number> {
    return (await this.answerTo(code, headers)).status;
  }

  async answerTo(code: string, headers = this.elsewhere()): Promise<NativeAnswer> {
    const { email } = this.user;
    const login = await this.api.another().post("login", { email, password: this.password }, { headers });
    expect(login.status).toBe(200);
    const mfaTicket = textAt(login, "mfaTicket");
    return this.api.another().post("login/mfa-verify", { mfaTicket, code }, { headers });
  }

  async guess(times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      expect(await this.tryCode("000000"), `guess ${time}`).toBe(401);
      this.test.clock.advance({ hours: 1 });
    }
  }

  async mailedResetToken(): Promise<string> {
    const { email } = this.user;
    await this.api.another().post("request-password-reset", { email }, { headers: this.elsewhere() });
    await this.test.runJobs("mail-password-reset");
    return this.test.mails.lastToken(email, "password-reset");
  }

  async reset(): Promise<void> {
    await this.#choosePassword(await this.mailedResetToken());
  }

  /** Follows "This wasn't me" of the newest password notice and resets the password. */
  async alarm(): Promise<void> {
    const token = await this.test.mails.lastToken(this.user.email, "password-changed");
    const raised = await this.api.another().post("not-me", { token }, { headers: this.elsewhere() });
    await this.#choosePassword(textAt(raised, "resetToken"));
  }

  async #choosePassword(token: string): Promise<void> {
    this.#clients += 1;
    this.password = `Another good secret ${this.#clients}`;
    const body = { token, password: this.password };
    expect((await this.api.another().post("reset-password", body, { headers: this.elsewhere() })).status).toBe(200);
  }
}
