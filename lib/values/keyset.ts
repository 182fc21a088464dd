import { z } from "zod";
import { readMoment } from "./moments";
import { isPlainText } from "./text";
import { idSchema } from "./tokens";

const cursorSchema = z.tuple([z.string(), z.string().refine(isPlainText), idSchema]);

export function writeCursor(sort: string, value: string | Date, id: string): string {
  const text = typeof value === "string" ? value : value.toISOString();
  return Buffer.from(JSON.stringify([sort, text, id])).toString("base64url");
}

/** Null for another list or sort order. */
export function readCursor(cursor: string | undefined, sort: string): { value: string; id: string } | null {
  if (cursor === undefined) return null;
  try {
    const parsed = cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
    if (!parsed.success || parsed.data[0] !== sort) return null;
    return { value: parsed.data[1], id: parsed.data[2] };
  } catch {
    return null;
  }
}

export function readMomentCursor(cursor: string | undefined, sort: string): { value: Date; id: string } | null {
  const read = readCursor(cursor, sort);
  const value = readMoment(read?.value ?? "");
  return read && value ? { value, id: read.id } : null;
}
