import { generate } from "otplib";

const stepSeconds = 30;

/** An authenticator that uses no step twice, and none that the server would not take. */
export class Authenticator {
  #lastStep = 0;

  constructor(readonly secret: string) {}

  /** Null: every step that the server takes at this moment has been used. */
  async next(): Promise<string | null> {
    const now = Math.floor(Date.now() / 1000 / stepSeconds);
    // The step before is good for as long as this one; a code on its way must not run out.
    const isYoung = (Date.now() / 1000) % stepSeconds < stepSeconds / 2;
    const step = Math.max(this.#lastStep + 1, isYoung ? now - 1 : now);
    if (step > now + 1) return null;
    this.#lastStep = step;
    return generate({ secret: this.secret, epoch: step * stepSeconds });
  }
}
