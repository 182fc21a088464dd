import { secondsAfter } from "./lifetimes";

/** Allows for the clock difference of two processes. */
const marginSeconds = 2;

/** Returns when to send a decision's mail, or null for now. */
export function heldUntil(request: { undoUntil: Date | null }, now: Date): Date | null {
  return request.undoUntil && request.undoUntil > now ? secondsAfter(request.undoUntil, marginSeconds) : null;
}
