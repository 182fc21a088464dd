import type { UserActor } from "./actors";

/** A session's row with its user and tenant, as it is stored at this moment: alive, ended or run out. */
export interface StoredSession {
  mfaDueAt: Date | null;
  session: UserActor["session"] & { userId: string; lastSeenAt: Date; revokedAt: Date | null };
  user: UserActor["user"] & { deactivatedAt: Date | null };
  tenant: UserActor["tenant"];
}

export interface SessionReader {
  /** Null for an id that no session has. Asks the database every time: nothing about a session may be remembered. */
  find(sessionId: string): Promise<StoredSession | null>;
}
