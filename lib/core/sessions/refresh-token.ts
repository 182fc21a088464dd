import type { Secrets } from "../kernel/ports";

const purpose = "refresh-token";
const shape = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{43})$/;

/** `sid.generation.mac`. Nothing of it is stored but the session's generation. */
export function refreshTokenOf(secrets: Secrets, sessionId: string, generation: number): string {
  const message = `${sessionId}.${generation}`;
  return `${message}.${secrets.mac(purpose, message)}`;
}

/** Null for anything that this server did not make. */
export function parseRefreshToken(secrets: Secrets, token: string): { sessionId: string; generation: number } | null {
  const [, sessionId, generation, mac] = shape.exec(token) ?? [];
  if (!sessionId || !generation || !mac) return null;
  if (!secrets.verifyMac(purpose, `${sessionId}.${generation}`, mac)) return null;
  return { sessionId, generation: Number(generation) };
}
