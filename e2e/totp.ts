import { generate } from "otplib";

/** The code at `stepsFromNow` time steps of 30 s. The server accepts one step of difference and no step twice. */
export function totpCode(secret: string, stepsFromNow = 0): Promise<string> {
  return generate({ secret, epoch: Math.floor(Date.now() / 1000) + stepsFromNow * 30 });
}
