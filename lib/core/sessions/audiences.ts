/** The APIs that open sessions. The others reject its tokens (JWT `aud`, RFC 7519 section 4.1.3). */
export type Audience = "pacspace" | "balance" | "panguard" | "pandora" | "quazzar";

/** Audience of the native API and of the browser's session: they are one thing. */
export const nativeAudience = "pacspace" satisfies Audience;

const quarterHour = 15 * 60;
const day = 24 * 60 * 60;
const month = 30 * day;

interface Lifetimes {
  accessSeconds: number;
  /** Absolute end. Where there is nothing to refresh with, that of the token. */
  sessionSeconds: number;
}

/** As each API's document has it. */
const lifetimes: Record<Audience, Lifetimes> = {
  pacspace: { accessSeconds: quarterHour, sessionSeconds: month },
  balance: { accessSeconds: day, sessionSeconds: day },
  panguard: { accessSeconds: day, sessionSeconds: day },
  pandora: { accessSeconds: quarterHour, sessionSeconds: month },
  quazzar: { accessSeconds: day, sessionSeconds: day },
};

/** APIs whose documents keep a token through password changes and 2FA changes. */
const keepingToken: readonly string[] = ["balance", "panguard", "quazzar"] satisfies Audience[];

/** True for an API whose sessions are never renewed. */
export function keepsToken(audience: string): boolean {
  return keepingToken.includes(audience);
}

/** Unknown names, in rows of an API that is gone, live as the native ones do. */
export function lifetimesOf(audience: string): Lifetimes {
  return Object.entries(lifetimes).find(([name]) => name === audience)?.[1] ?? lifetimes.pacspace;
}
