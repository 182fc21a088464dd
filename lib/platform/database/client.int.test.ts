import { expect, it } from "vitest";
import { createUser } from "@/lib/testing/factories";
import { testContext } from "@/lib/testing/test-context";

it("stores the same instant that it was given, whatever time zone the server is set to", async () => {
  const test = await testContext();
  const user = await createUser(test);
  const { rows } = await test.database.pool.query<{ epoch: string }>(
    "SELECT extract(epoch FROM created_at) AS epoch FROM users WHERE id = $1",
    [user.id],
  );
  expect(Number(rows[0]?.epoch)).toBe(test.clock.now().getTime() / 1000);
  const read = await test.ctx.db.user.findUniqueOrThrow({ where: { id: user.id } });
  expect(read.createdAt).toEqual(test.clock.now());
});
