import { expect, it } from "vitest";
import { createAccessRequest, createApproval, createUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

it("GET stats, 200: what waits, what was decided and who signed in, of 7, 30 or 90 days", async () => {
  const test = await testContext();
  await createAccessRequest(test);
  await createApproval(test);
  const api = new NativeClient(test);
  await api.signIn(await createUser(test, { isAdmin: true }));
  for (const days of [7, 30, 90]) {
    const { data } = await api.get(`/dashboard/admin/stats?days=${days}`);
    expect(data).toMatchObject({
      now: { pending: 1, oldest: { submittedAt: test.clock.now().toISOString() } },
      decisions: { approved: 1, rejected: 0, medianSeconds: 0 },
      funnel: { approved: 1, registered: 0 },
      deciders: [{ by: "person", approved: 1 }],
    });
    expect((data as { days: unknown[] }).days).toHaveLength(days);
  }
  const usual = (await api.get("/dashboard/admin/stats")).data as { days: unknown[] };
  expect(usual.days).toHaveLength(30);
  expect(usual.days.at(-1)).toMatchObject({ received: 2, approved: 1, signIns: 2, failures: 0 });
  for (const query of ["days=8", "days=all", "since=2026"]) {
    expect((await api.get(`/dashboard/admin/stats?${query}`)).error?.code).toBe("VALIDATION_FAILED");
  }
});
