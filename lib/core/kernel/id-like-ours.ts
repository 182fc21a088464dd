import { randomUUID } from "node:crypto";

/** UUID version 7, like rows' ids. */
export function idLikeOurs(now: Date): string {
  const milliseconds = now.getTime().toString(16).padStart(12, "0");
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7${randomUUID().slice(15)}`;
}
