import type { UserActor } from "./actors";

/** Live, ended or expired. */
export interface StoredSession {
  mfaDueAt: Date | null;
  session: UserActor["session"] & { userId: string; lastSeenAt: Date; revokedAt: Date | null };
  user: UserActor["user"] & { deactivatedAt: Date | null };
  tenant: UserActor["tenant"];
}

export interface SessionReader {
  /** Never cached. */
  find(sessionId: string): Promise<StoredSession | null>;
}
