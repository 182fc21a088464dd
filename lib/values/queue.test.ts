import { describe, expect, it } from "vitest";
import { approveAccessRequestSchema, listAccessRequestsSchema, rejectAccessRequestSchema } from "./queue";
import { bulkPreviewSchema, bulkSchema } from "./queue-bulk";

it("limits the parameters of a list", () => {
  expect(listAccessRequestsSchema.parse({})).toEqual({ limit: 50 });
  for (const limit of ["0", "101", "1e9", "x", "-1", "1.5"]) {
    expect(listAccessRequestsSchema.safeParse({ limit }).success).toBe(false);
  }
  expect(listAccessRequestsSchema.safeParse({ q: "a\u0000" }).success).toBe(false);
});

it("takes days and moments as submission times", () => {
  for (const from of ["2026-11-21", "2026-11-21T10:00:00Z", "2026-11-21T10:00:00+01:00"]) {
    expect(listAccessRequestsSchema.safeParse({ from }).success).toBe(true);
  }
  for (const from of ["yesterday", "2026-13-01", "2026-11-21 10:00", "1"]) {
    expect(listAccessRequestsSchema.safeParse({ from }).success).toBe(false);
  }
});

it("sends email immediately unless a decision is undoable", () => {
  expect(approveAccessRequestSchema.parse({})).toEqual({ undoable: false });
  expect(rejectAccessRequestSchema.parse({})).toEqual({ notify: true, undoable: false });
});

describe("a bulk action", () => {
  const id = (index: number) => `0199aa3e-5b7c-7c31-9d0e-${String(index).padStart(12, "0")}`;
  const items = (count: number) => Array.from({ length: count }, (_, index) => ({ id: id(index) }));

  it("takes one to a hundred different requests", () => {
    expect(bulkSchema.safeParse({ action: "approve", items: items(100) }).success).toBe(true);
    for (const wrong of [items(0), items(101), [...items(2), { id: id(0) }], [{ id: "x" }]]) {
      expect(bulkSchema.safeParse({ action: "approve", items: wrong }).success).toBe(false);
    }
  });

  it("rejects fields of other actions", () => {
    expect(bulkSchema.safeParse({ action: "approve", items: items(1), reason: "x" }).success).toBe(false);
    expect(bulkSchema.safeParse({ action: "assign", items: items(1) }).success).toBe(false);
    expect(bulkSchema.safeParse({ action: "approve", items: items(1), joinTenantId: id(1) }).success).toBe(false);
    expect(bulkPreviewSchema.safeParse({ action: "erase", ids: [id(1)] }).success).toBe(false);
  });
});
