import { expect, it } from "vitest";
import { readCursor, writeCursor } from "./keyset";
import { listAccessRequestsSchema } from "./queue";

const id = "0199a000-0000-7000-8000-000000000001";

it("rejects a cursor with a character that PostgreSQL can't store", () => {
  expect(readCursor(writeCursor("name", "Acme", id), "name")).toEqual({ value: "Acme", id });
  expect(readCursor(writeCursor("name", "Ac\u0000me", id), "name")).toBeNull();
  expect(listAccessRequestsSchema.safeParse({ cursor: `2026-01-01_${id}_Ac\u0000me` }).success).toBe(false);
  expect(listAccessRequestsSchema.safeParse({ cursor: `2026-01-01_${id}_Acme` }).success).toBe(true);
});
