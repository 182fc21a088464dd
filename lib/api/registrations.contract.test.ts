import { describe, expect, it } from "vitest";
import { uniqueEmail } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { from, type Person, person, signUpWays } from "@/tests/support/sign-up-ways";
import { testContext } from "@/tests/support/test-context";

const orders: Record<string, Person[]> = {
  "the owner first": [person("owner"), person("stranger")],
  "the stranger first": [person("stranger"), person("owner")],
  "both in turn": [person("owner"), person("stranger"), person("owner", true), person("stranger", true)],
  "three people": [person("third"), person("owner"), person("stranger")],
};

const cases = Object.keys(signUpWays).flatMap((way) => Object.keys(orders).map((order) => ({ way, order })));

describe("several people register one address", () => {
  it.each(cases)(
    "$way, $order: the link that is used lets in whoever its email names, and nobody else",
    async (row) => {
      const test = await testContext({ config: { signup: "open" } });
      const way = signUpWays[row.way]?.(test);
      const registrations = orders[row.order];
      if (!way || !registrations) throw new Error("no such case");
      const native = new NativeClient(test);
      const logIn = async (email: string, password: string) => {
        const { status, error } = await native.another().post("login", { email, password });
        return error?.code ?? status;
      };
      for (const [used, winner] of registrations.entries()) {
        const email = uniqueEmail();
        const ids = new Set<string>();
        for (const who of registrations) {
          expect((await way.register(email, who)).status).toBe(201);
          ids.add((await test.ctx.db.user.findUniqueOrThrow({ where: { email } })).id);
        }
        expect(ids.size).toBe(1);
        const mails = (await test.mails.all()).filter(
          ({ to, template }) => to === email && template === "verify-email",
        );
        expect(mails.map(({ props }) => props)).toMatchObject(
          registrations.map(({ name, organization, ip, userAgent }) => ({
            name,
            organization: row.way === "Panguard" ? name : organization,
            origin: { ip, userAgent },
          })),
        );
        for (const { password } of registrations) expect(await logIn(email, password)).toBe("EMAIL_NOT_VERIFIED");
        expect(await logIn(email, "of nobody at all")).toBe("INVALID_CREDENTIALS");

        const tokens = await test.mails.tokens(email, "verify-email");
        expect(await way.verify(tokens[used] ?? "", winner)).toBe(true);
        for (const [index, token] of tokens.entries()) expect(await way.verify(token, winner)).toBe(index === used);
        for (const { password } of registrations) {
          expect(await logIn(email, password)).toBe(password === winner.password ? 200 : "INVALID_CREDENTIALS");
        }
        const user = await test.ctx.db.user.findUniqueOrThrow({ where: { email }, include: { tenant: true } });
        expect(user.name).toBe(winner.name);
        expect(user.tenant.name).toBe(row.way === "Panguard" ? winner.name : winner.organization);
      }
    },
  );

  it("a link mailed again is about the sign-up of whoever asks, or each email about one of them", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const email = uniqueEmail();
    const way = signUpWays.native?.(test);
    const [owner, stranger, elsewhere] = [person("owner"), person("stranger"), person("third")];
    await way?.register(email, owner);
    await way?.register(email, stranger);
    const [, planted = ""] = await test.mails.tokens(email, "verify-email");
    const ask = async (who: Person) => {
      const before = (await test.mails.all()).length;
      await new NativeClient(test).post("resend-verification-email", { email }, from(who));
      await test.runJobs();
      return (await test.mails.all()).slice(before).map(({ props }) => ("name" in props ? props.name : ""));
    };
    expect(await ask(owner)).toEqual([owner.name]);
    const renewed = await test.mails.lastToken(email, "verify-email");
    expect((await ask(elsewhere)).sort()).toEqual([stranger.name, owner.name].sort());
    expect(await way?.verify(renewed, owner)).toBe(false);
    expect(await way?.verify(planted, stranger)).toBe(false);
    const mine = await test.mails.lastToken(email, "verify-email");
    expect(await way?.verify(mine, owner)).toBe(true);
    expect((await new NativeClient(test).post("login", { email, password: owner.password })).status).toBe(200);
  });

  it("keeps at most ten that nobody can use, and every one whose link works", async () => {
    const test = await testContext({ config: { signup: "open" } });
    const email = uniqueEmail();
    const way = signUpWays.native?.(test);
    await way?.register(email, person("owner"));
    const [mine = ""] = await test.mails.tokens(email, "verify-email");
    for (let more = 0; more < 15; more += 1) await way?.register(email, person("stranger"));
    expect(await test.ctx.db.pendingRegistration.count()).toBe(16);
    expect(await way?.verify(mine, person("owner"))).toBe(true);
    expect(await test.ctx.db.pendingRegistration.count({ where: { passwordHash: { not: null } } })).toBe(0);

    const other = uniqueEmail();
    for (let more = 0; more < 15; more += 1) await way?.register(other, person("stranger"));
    test.clock.advance({ hours: 25 });
    await way?.register(other, person("owner"));
    expect(await test.ctx.db.pendingRegistration.count({ where: { user: { email: other } } })).toBe(11);
  });
});
