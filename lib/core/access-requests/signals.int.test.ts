import { expect, it, onTestFinished } from "vitest";
import { createAccessRequest } from "@/tests/support/factories";
import { testContext } from "@/tests/support/test-context";
import { defaultSettings } from "../settings/get-settings";
import { signalsOf } from "./signals";
import { accessRequestInclude } from "./view";

it("fails with the error of the query that failed first", async () => {
  const test = await testContext();
  const { db } = test.ctx;
  const { id } = await createAccessRequest(test);
  const row = await db.accessRequest.findUniqueOrThrow({ where: { id }, include: accessRequestInclude });
  const other = await test.database.pool.connect();
  onTestFinished(async () => {
    await other.query("ROLLBACK");
    other.release();
  });
  await other.query("BEGIN; LOCK TABLE users IN ACCESS EXCLUSIVE MODE");
  // The lock blocks only the query of accounts' domains.
  const failing = db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL lock_timeout = '50ms'`;
    return signalsOf(test.ctx, tx, [{ ...row, domainKind: "CORPORATE" }], defaultSettings);
  });
  await expect(failing).rejects.toThrow("lock timeout");
});
