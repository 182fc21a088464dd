import { generate } from "otplib";

const stepSeconds = 30;

/** Uses no time step twice. */
export class Authenticator {
  #lastStep = 0;

  constructor(readonly secret: string) {}

  /** Null: every acceptable step is used. */
  async next(): Promise<string | null> {
    const now = Math.floor(Date.now() / 1000 / stepSeconds);
    // Avoids codes that expire on their way.
    const isYoung = (Date.now() / 1000) % stepSeconds < stepSeconds / 2;
    const step = Math.max(this.#lastStep + 1, isYoung ? now - 1 : now);
    if (step > now + 1) return null;
    this.#lastStep = step;
    return generate({ secret: this.secret, epoch: step * stepSeconds });
  }
}
