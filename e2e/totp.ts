import { generate } from "otplib";

/**
 * The code that an authenticator shows, now or some steps of 30 s later. The server takes one step of difference either
 * way and no step twice: the second use of a secret takes the next step instead of waiting.
 */
export function totpCode(secret: string, stepsFromNow = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(Date.now() / 1000) + stepsFromNow * 30 });
}
