import { expect, it, onTestFinished } from "vitest";
import { createApproval, createUser, registerInput, testPassword } from "@/tests/support/factories";
import { digests } from "@/tests/support/inhabited";
import { NativeClient } from "@/tests/support/native-client";
import { type TestContext, testContext } from "@/tests/support/test-context";

/** SQLSTATE 53100: disk full. */
async function fillDiskUnder(test: TestContext, table: string): Promise<void> {
  const { pool } = test.database;
  await pool.query(`
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION full_disk()`);
  onTestFinished(async () => {
    await pool.query(`DROP TRIGGER full_disk ON ${table}; DROP FUNCTION full_disk()`);
  });
}

it("does nothing when the audit log can't be written", async () => {
  const test = await testContext();
  test.log.expectProblems();
  const user = await createUser(test);
  const api = new NativeClient(test);
  await api.signIn(user);
  const { input, token } = await approval(test);
  await fillDiskUnder(test, "audit_events");
  const before = await everythingBut(test, "attempt_budgets");

  const refused = [
    await api.patch("profile", { name: "Somebody Else" }),
    await api.post("change-password", { currentPassword: testPassword, newPassword: "another quiet harbour" }),
    await api.post("logout"),
    await api.another().post("register", { ...input, approvalToken: token }),
  ];
  for (const answer of refused) {
    expect(answer).toMatchObject({ status: 503, error: { code: "UNAVAILABLE" }, setCookies: [] });
    expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
  }
  expect(await everythingBut(test, "attempt_budgets")).toEqual(before);
  expect((await api.get("profile")).status).toBe(200);
});

async function everythingBut(test: TestContext, table: string): Promise<Record<string, string>> {
  const { [table]: _, ...others } = await digests(test);
  return others;
}

async function approval(test: TestContext) {
  const input = registerInput();
  const { token } = await createApproval(test, { email: input.email });
  return { input, token };
}
