import { randomUUID } from "node:crypto";

/** A random id of version 7, as rows have it: it sorts by its time, and one of version 4 would stand out. */
export function idLikeOurs(now: Date): string {
  const milliseconds = now.getTime().toString(16).padStart(12, "0");
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7${randomUUID().slice(15)}`;
}
