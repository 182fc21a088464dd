import { beforeEach, describe, expect, it } from "vitest";
import type { AccessRequestStatus } from "@/generated/prisma/enums";
import { createUser, emailOf, signInAdmin, uniqueEmail } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { recordAuditEvent } from "../audit/record-audit-event";
import type { AdminActor } from "../kernel/actors";
import { alwaysOk } from "../kernel/result";
import { getStats } from "./statistics";

let test: TestContext;
let admin: AdminActor;

beforeEach(async () => {
  test = await testContext();
  admin = await signInAdmin(test);
});

const hour = 60 * 60;
const ago = (seconds: number) => new Date(test.clock.now().getTime() - seconds * 1000);

interface Given {
  status: AccessRequestStatus;
  submitted: Date;
  decided?: Date;
  email?: string;
  buyerMode?: string;
  by?: string | null;
  ruleId?: string;
  userId?: string;
  expires?: Date;
  confirmed?: boolean;
}

async function request({ status, submitted, decided, email = uniqueEmail(), ...given }: Given): Promise<string> {
  const { id } = await test.ctx.db.accessRequest.create({
    data: {
      email,
      name: "Jane",
      organization: "Green",
      useCase: "Work",
      searchText: "",
      ip: "",
      userAgent: "",
      status,
      buyerMode: given.buyerMode ?? "DIRECT_INFERENCE_VENDOR",
      emailDomain: email.slice(email.indexOf("@") + 1),
      submittedAt: submitted,
      decidedAt: decided ?? null,
      decidedById: given.by === undefined && decided ? admin.user.id : (given.by ?? null),
      decidedByRuleId: given.ruleId ?? null,
      userId: given.userId ?? null,
      approvalExpiresAt: given.expires ?? null,
      emailConfirmedAt: given.confirmed === false ? null : submitted,
    },
  });
  return id;
}

const stats = async (days = 30) => alwaysOk(await getStats(test.ctx, admin, { days }));

describe("the queue now", () => {
  it("is counted by status, with the oldest request", async () => {
    await request({ status: "PENDING", submitted: ago(2 * hour) });
    const oldest = await request({ status: "PENDING", submitted: ago(50 * hour), confirmed: false });
    await request({ status: "NEEDS_INFO", submitted: ago(90 * hour) });
    await request({ status: "SNOOZED", submitted: ago(90 * hour) });
    expect((await stats()).now).toEqual({
      pending: 2,
      waiting: 1,
      snoozed: 1,
      oldest: { id: oldest, submittedAt: ago(50 * hour).toISOString() },
    });
  });

  it("leaves out unconfirmed requests if confirmation is required", async () => {
    test = await testContext({ config: { confirmRequests: true } });
    await request({ status: "PENDING", submitted: ago(hour), confirmed: false });
    expect((await stats()).now).toEqual({ pending: 0, waiting: 0, snoozed: 0, oldest: null });
  });
});

describe("decisions", () => {
  it("are counted, with the median and 90th percentile of the time people took", async () => {
    for (let hours = 1; hours <= 10; hours += 1) {
      await request({ status: "APPROVED", submitted: ago((hours + 1) * hour), decided: ago(hour) });
    }
    await request({ status: "REJECTED", submitted: ago(6.5 * hour), decided: ago(hour) });
    await request({ status: "REJECTED", submitted: ago(95 * 24 * hour), decided: ago(91 * 24 * hour) });
    await request({ status: "EXPIRED", submitted: ago(6.5 * hour), decided: ago(hour), expires: ago(60) });
    expect((await stats()).decisions).toEqual({
      approved: 11,
      rejected: 1,
      byRule: 0,
      expiredUnused: 1,
      medianSeconds: 5.5 * hour,
      p90Seconds: 32_040,
    });
  });

  it("by rules are counted apart and left out of the times", async () => {
    const rule = await test.ctx.db.accessRule.create({
      data: { name: "Partners", subject: "LIST", patterns: ["partner.example"], effect: "APPROVE", position: 1 },
    });
    await request({ status: "APPROVED", submitted: ago(hour), decided: ago(hour), by: null, ruleId: rule.id });
    await request({ status: "REJECTED", submitted: ago(hour), decided: ago(hour), by: null });
    await request({ status: "APPROVED", submitted: ago(3 * hour), decided: ago(hour) });
    const { decisions, deciders } = await stats();
    expect(decisions).toMatchObject({ approved: 2, rejected: 1, byRule: 1, p90Seconds: expect.any(Number) });
    expect(deciders).toEqual(
      expect.arrayContaining([
        { id: admin.user.id, key: admin.user.name, by: "person", approved: 1, rejected: 0 },
        { id: null, key: "", by: "rule", approved: 1, rejected: 0 },
        { id: null, key: "", by: "gone", approved: 0, rejected: 1 },
      ]),
    );
  });

  it("are grouped by buyer mode and by domain, most first", async () => {
    const given = { submitted: ago(2 * hour), decided: ago(hour) };
    await request({ ...given, status: "APPROVED", email: emailOf("a@big.example") });
    await request({ ...given, status: "REJECTED", email: emailOf("b@big.example") });
    await request({ ...given, status: "APPROVED", email: emailOf("c@small.example"), buyerMode: "OTHER" });
    const { buyerModes, domains } = await stats();
    expect(buyerModes).toEqual([
      { key: "DIRECT_INFERENCE_VENDOR", approved: 1, rejected: 1 },
      { key: "OTHER", approved: 1, rejected: 0 },
    ]);
    expect(domains).toEqual([
      { key: "big.example", approved: 1, rejected: 1 },
      { key: "small.example", approved: 1, rejected: 0 },
    ]);
  });

  it("are empty without decisions", async () => {
    const none = { approved: 0, rejected: 0, byRule: 0, medianSeconds: null, p90Seconds: null, expiredUnused: 0 };
    expect(await stats()).toMatchObject({ decisions: none, deciders: [], domains: [], buyerModes: [] });
  });
});

it("follows approvals from sign-up to the first key", async () => {
  const given = { submitted: ago(2 * hour), decided: ago(hour) };
  const unverified = await createUser(test, { isVerified: false });
  const plain = await createUser(test);
  const careful = await createUser(test, { mfa: true });
  const working = await createUser(test, { mfa: true });
  const { id: userId, tenantId } = working;
  await test.ctx.db.apiKey.create({
    data: { userId, tenantId, name: "ci", publicId: "ci", keyHash: new Uint8Array(32), lastFour: "abcd" },
  });
  await request({ ...given, status: "APPROVED" });
  await request({ ...given, status: "EXPIRED", expires: ago(60) });
  for (const user of [unverified, plain, careful, working]) {
    await request({ ...given, status: "REGISTERED", userId: user.id });
  }
  await request({ ...given, status: "REJECTED" });
  expect((await stats()).funnel).toEqual({ approved: 6, registered: 4, verified: 3, mfa: 2, firstKey: 1 });
});

it("counts each day of the range in UTC, including days without events", async () => {
  test.clock.advance({ hours: 10 });
  await request({ status: "PENDING", submitted: new Date("2026-03-01T23:59:59Z") });
  await request({
    status: "REJECTED",
    submitted: new Date("2026-02-28T00:00:00Z"),
    decided: new Date("2026-03-01T00:00:00Z"),
  });
  await recordAuditEvent(test.ctx, test.ctx.db, { action: "login.failed" });
  await recordAuditEvent(test.ctx, test.ctx.db, { action: "login.mfa_failed" });
  const { days, from } = await stats(7);
  expect(from).toBe("2026-02-24T00:00:00.000Z");
  expect(days).toHaveLength(7);
  expect(days.slice(-4)).toEqual([
    { day: "2026-02-27", received: 0, approved: 0, rejected: 0, signIns: 0, failures: 0 },
    { day: "2026-02-28", received: 1, approved: 0, rejected: 0, signIns: 0, failures: 0 },
    { day: "2026-03-01", received: 1, approved: 0, rejected: 1, signIns: 0, failures: 0 },
    { day: "2026-03-02", received: 0, approved: 0, rejected: 0, signIns: 1, failures: 2 },
  ]);
});
