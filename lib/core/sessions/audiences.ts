/** JWT `aud` (RFC 7519 section 4.1.3). */
export type Audience = "pacspace" | "balance" | "panguard" | "pandora" | "quazzar";

/** Also the browser's. */
export const nativeAudience = "pacspace" satisfies Audience;

const quarterHour = 15 * 60;
const day = 24 * 60 * 60;
const month = 30 * day;

interface Lifetimes {
  accessSeconds: number;
  /** Absolute. */
  sessionSeconds: number;
}

/** From each API's document. */
const lifetimes: Record<Audience, Lifetimes> = {
  pacspace: { accessSeconds: quarterHour, sessionSeconds: month },
  balance: { accessSeconds: day, sessionSeconds: day },
  panguard: { accessSeconds: day, sessionSeconds: day },
  pandora: { accessSeconds: quarterHour, sessionSeconds: month },
  quazzar: { accessSeconds: day, sessionSeconds: day },
};

/** APIs whose tokens outlive changes of the password and 2FA. */
const keepingToken: readonly string[] = ["balance", "panguard", "quazzar"] satisfies Audience[];

export function keepsToken(audience: string): boolean {
  return keepingToken.includes(audience);
}

/** Unknown: a removed API. */
export function lifetimesOf(audience: string): Lifetimes {
  return Object.entries(lifetimes).find(([name]) => name === audience)?.[1] ?? lifetimes.pacspace;
}
