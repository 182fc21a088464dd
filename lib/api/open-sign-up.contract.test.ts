import { describe, expect, it } from "vitest";
import { createUser, uniqueEmail } from "@/tests/support/factories";
import { person, signUpWays } from "@/tests/support/sign-up-ways";
import { testContext } from "@/tests/support/test-context";

describe("an open sign-up", () => {
  const plain = (value: unknown, email: string) =>
    JSON.stringify(value)
      .replaceAll(email, "ADDRESS")
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "MOMENT")
      .replaceAll(/[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}/g, "ID");
  const idsIn = (value: unknown) =>
    JSON.stringify(value).match(/[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}/g);

  it.each(Object.keys(signUpWays).filter((way) => way !== "Quazzar"))(
    "%s: answers a new, an unverified and a verified address alike, with the same ids every time",
    async (name) => {
      const test = await testContext({ config: { signup: "open" } });
      const way = signUpWays[name]?.(test);
      if (!way) throw new Error("no such way");
      const proven = uniqueEmail("proven");
      await way.register(proven, person("owner"));
      await way.verify(await test.mails.lastToken(proven, "verify-email"), person("owner"));
      const addresses = [
        uniqueEmail("new"),
        (await createUser(test, { isVerified: false })).email,
        (await createUser(test)).email,
        (await createUser(test, { isDeactivated: true })).email,
        proven,
      ];
      const shapes = new Set<string>();
      for (const email of addresses) {
        const seen = new Set<string>();
        for (let time = 0; time < 3; time += 1) {
          test.clock.advance({ minutes: 1 });
          const { status, answer, headers } = await way.register(email, person("stranger"));
          shapes.add(`${status} ${plain(answer, email)} ${[...(headers?.keys() ?? [])].sort().join()}`);
          seen.add(JSON.stringify(idsIn(answer)));
        }
        expect(seen.size, email).toBe(1);
      }
      expect([...shapes]).toHaveLength(1);
    },
  );

  it("gives a new account the ids that were answered, and those of a former account of the address to nobody", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const way = signUpWays.native?.(test);
    const email = uniqueEmail();
    const answered = idsIn((await way?.register(email, person("owner")))?.answer);
    const first = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
    expect([first.id, first.tenantId]).toEqual(answered);
    await test.ctx.db.user.delete({ where: { id: first.id } });
    await test.ctx.db.tenant.delete({ where: { id: first.tenantId } });
    expect(idsIn((await way?.register(email, person("owner")))?.answer)).toEqual(answered);
    const second = await test.ctx.db.user.findUniqueOrThrow({ where: { email } });
    expect(answered).not.toContain(second.id);
  });
});
