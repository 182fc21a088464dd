import { beforeEach, describe, expect, it } from "vitest";
import { forRequest } from "@/lib/core/kernel/context";
import { createSecrets } from "@/lib/platform/secrets";
import { atOnce } from "@/tests/support/outcomes";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { sealAuditEvents, trimAuditEvents } from "./chain";
import { recordAuditEvent } from "./record-audit-event";
import { verifyAuditChain } from "./verify-audit-chain";

let test: TestContext;

beforeEach(async () => {
  test = await testContext();
});

async function write(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    await recordAuditEvent(test.ctx, test.ctx.db, {
      action: "login.failed",
      details: { b: number, a: "ä", c: [null] },
    });
  }
}

async function writeMany(count: number): Promise<void> {
  const event = { actorType: "SYSTEM" as const, actorLabel: "system", action: "audit.trimmed", ip: "", userAgent: "" };
  const rows = Array.from({ length: count }, (_, number) => ({ ...event, requestId: `r${number}` }));
  await test.ctx.db.auditEvent.createMany({ data: rows.map((row) => ({ ...row, at: test.clock.now() })) });
}

/** Needs the database owner's rights. */
async function tamper(sql: string): Promise<void> {
  const client = await test.database.pool.connect();
  try {
    await client.query("ALTER TABLE audit_events DISABLE TRIGGER audit_events_append_only");
    await client.query(sql);
  } finally {
    await client.query("ALTER TABLE audit_events ENABLE TRIGGER audit_events_append_only");
    client.release();
  }
}

const verify = () => verifyAuditChain(test.ctx);

describe("the audit chain", () => {
  it("adds events in order and verifies", async () => {
    await write(3);
    expect(await verify()).toMatchObject({ broken: null, checked: 0, unsealed: 3 });
    expect(await sealAuditEvents(test.ctx)).toBe(3);
    await write(2);
    expect(await sealAuditEvents(test.ctx)).toBe(2);
    expect(await sealAuditEvents(test.ctx)).toBe(0);
    expect(await verify()).toMatchObject({ broken: null, checked: 5, head: { sequence: 5n }, unsealed: 0 });
    expect(await verify()).toMatchObject({ broken: null, checked: 5 });
  });

  it("adds an event whose transaction ended after a later one's", async () => {
    const late = await test.database.pool.connect();
    await late.query("BEGIN");
    await late.query(
      `INSERT INTO audit_events (actor_type, actor_label, action, ip, user_agent, request_id)
       VALUES ('SYSTEM', 'system', 'login.failed', '', '', 'late')`,
    );
    await write(1);
    expect(await sealAuditEvents(test.ctx)).toBe(1);
    await late.query("COMMIT");
    late.release();
    expect(await sealAuditEvents(test.ctx)).toBe(1);
    const last = await test.ctx.db.auditEvent.findUniqueOrThrow({ where: { sequence: 2n } });
    expect(last.requestId).toBe("late");
    expect(await verify()).toMatchObject({ broken: null, checked: 2 });
  });

  it("stays one chain when several instances extend it", async () => {
    await writeMany(1_200);
    const sealed = await atOnce(4, () => sealAuditEvents(test.ctx));
    await sealAuditEvents(test.ctx);
    expect(sealed.some((count) => count > 0)).toBe(true);
    expect(await verify()).toMatchObject({ broken: null, checked: 1_200, head: { sequence: 1_200n } });
  });

  it("continues after an interruption between two batches", async () => {
    await writeMany(1_100);
    expect(await sealAuditEvents(test.ctx, { batches: 1 })).toBe(500);
    expect(await verify()).toMatchObject({ broken: null, checked: 500, unsealed: 600 });
    expect(await sealAuditEvents(test.ctx)).toBe(600);
    expect(await verify()).toMatchObject({ broken: null, checked: 1_100 });
  });

  it("refuses to change or delete an event or its place in the chain", async () => {
    await write(2);
    await sealAuditEvents(test.ctx);
    for (const sql of [
      "UPDATE audit_events SET actor_label = 'somebody else'",
      "UPDATE audit_events SET sequence = 9, hash = NULL WHERE sequence = 1",
      "DELETE FROM audit_events",
    ]) {
      await expect(test.database.pool.query(sql), sql).rejects.toThrow("append-only");
    }
  });
});

describe("verifying", () => {
  beforeEach(async () => {
    await write(5);
    await sealAuditEvents(test.ctx);
  });

  it.each([
    ["a changed detail", `UPDATE audit_events SET details = '{"a":1}' WHERE sequence = 3`, "changed", 3n],
    ["another time", "UPDATE audit_events SET at = at - interval '1 second' WHERE sequence = 2", "changed", 2n],
    ["a removed event", "DELETE FROM audit_events WHERE sequence = 3", "missing", 3n],
    ["a removed beginning", "DELETE FROM audit_events WHERE sequence = 1", "missing", 1n],
    [
      "two events that changed places",
      `UPDATE audit_events SET sequence = 9 WHERE sequence = 2;
       UPDATE audit_events SET sequence = 2 WHERE sequence = 4;
       UPDATE audit_events SET sequence = 4 WHERE sequence = 9`,
      "changed",
      2n,
    ],
    [
      "an event that was put in",
      `INSERT INTO audit_events (actor_type, actor_label, action, ip, user_agent, request_id, sequence, hash)
       VALUES ('SYSTEM', 'system', 'login.failed', '', '', '', 6, decode(repeat('ab', 32), 'hex'))`,
      "changed",
      6n,
    ],
    ["a removed seal", "UPDATE audit_events SET hash = NULL WHERE sequence = 5", "changed", 5n],
  ])("finds %s", async (_what, sql, what, sequence) => {
    await tamper(sql);
    expect((await verify()).broken).toMatchObject({ what, sequence });
  });

  it("finds a cut-off end after an earlier verification", async () => {
    expect((await verify()).broken).toBeNull();
    await tamper("DELETE FROM audit_events WHERE sequence >= 4");
    expect((await verify()).broken).toMatchObject({ what: "cut_off", sequence: 4n });
    await write(3);
    await sealAuditEvents(test.ctx);
    expect((await verify()).broken).toMatchObject({ what: "cut_off", sequence: 5n });
  });

  it("finds an old event that is not in the chain", async () => {
    await write(1);
    test.clock.advance({ minutes: 14 });
    expect((await verify()).broken).toBeNull();
    test.clock.advance({ minutes: 2 });
    expect((await verify()).broken).toMatchObject({ what: "unsealed", sequence: null });
  });

  it("works after a rotation of the secret, and from any number on if the old one is gone", async () => {
    const older = "test secret of at least thirty-two characters";
    const newer = "a newer secret of at least thirty-two characters";
    const meta = test.ctx.request;
    const rotated = forRequest({ ...test.app, secrets: createSecrets({ secret: newer, previous: older }) }, meta);
    await write(2);
    await sealAuditEvents(rotated);
    expect(await verifyAuditChain(rotated)).toMatchObject({ broken: null, checked: 7 });
    const dropped = forRequest({ ...test.app, secrets: createSecrets({ secret: newer, previous: null }) }, meta);
    expect((await verifyAuditChain(dropped)).broken).toMatchObject({ what: "changed", sequence: 1n });
    expect(await verifyAuditChain(dropped, { from: 6n })).toMatchObject({ broken: null, checked: 2 });
  });
});

describe("retention", () => {
  const keepDays = (days: number) => test.ctx.db.settings.create({ data: { auditRetentionDays: days } });

  it("deletes nothing without the setting", async () => {
    await write(3);
    await sealAuditEvents(test.ctx);
    test.clock.advance({ days: 4_000 });
    expect(await trimAuditEvents(test.ctx)).toBe(0);
  });

  it("deletes old events from the front in batches, and the chain still verifies", async () => {
    await keepDays(30);
    await writeMany(1_500);
    await sealAuditEvents(test.ctx);
    test.clock.advance({ days: 20 });
    await write(3);
    await sealAuditEvents(test.ctx);
    test.clock.advance({ days: 11 });
    expect(await trimAuditEvents(test.ctx, { batches: 1 })).toBe(1_000);
    await sealAuditEvents(test.ctx);
    expect(await verify()).toMatchObject({ broken: null, removedTo: 1_000n, checked: 504 });
    expect(await trimAuditEvents(test.ctx)).toBe(500);
    await sealAuditEvents(test.ctx);
    expect(await verify()).toMatchObject({ broken: null, removedTo: 1_500n, checked: 5 });
    expect(await trimAuditEvents(test.ctx)).toBe(0);
    expect(await test.ctx.db.auditEvent.findMany({ where: { action: "audit.trimmed", actorLabel: "system" } })).toEqual(
      [
        expect.objectContaining({ details: { removed: 1_000, olderThanDays: 30 } }),
        expect.objectContaining({ details: { removed: 500, olderThanDays: 30 } }),
      ],
    );
  });

  it("keeps events outside the chain, and continues the chain when all others are deleted", async () => {
    await keepDays(1);
    await write(2);
    await sealAuditEvents(test.ctx);
    await write(1);
    test.clock.advance({ days: 2 });
    expect(await trimAuditEvents(test.ctx)).toBe(2);
    expect(await sealAuditEvents(test.ctx)).toBe(2);
    expect(await verify()).toMatchObject({ broken: null, removedTo: 2n, checked: 2, head: { sequence: 4n } });
  });

  it("can't hide a manual deletion: its records can't be forged, changed or deleted", async () => {
    await keepDays(1);
    await write(2);
    await sealAuditEvents(test.ctx);
    test.clock.advance({ days: 2 });
    await trimAuditEvents(test.ctx);
    await write(2);
    await sealAuditEvents(test.ctx);
    const pool = test.database.pool;
    await pool.query("UPDATE audit_checkpoints SET sequence = 3, removed = 3");
    expect((await verify()).broken).toMatchObject({ what: "checkpoint", sequence: 3n });
    await pool.query("DELETE FROM audit_checkpoints");
    expect((await verify()).broken).toMatchObject({ what: "missing", sequence: 1n });
  });
});
