import { describe, expect, it } from "vitest";
import { createAccessRequest, createUser, signInAdmin } from "@/tests/support/factories";
import { atOnce, expectOk } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";
import { rejectAccessRequest } from "./decide";
import { sendDigests } from "./notices";

async function hourly() {
  const test = await testContext();
  const reader = await createUser(test, { isAdmin: true });
  await test.ctx.db.user.update({ where: { id: reader.id }, data: { requestNotices: "HOURLY" } });
  const digests = async () =>
    (await test.mails.templatesTo(reader.email)).filter((template) => template === "requests-digest").length;
  return { test, reader, digests };
}

describe("the hourly digest", () => {
  it("lists what arrived since the last one, and isn't sent without news", async () => {
    const { test, reader, digests } = await hourly();
    await sendDigests(test.ctx);
    expect(await digests()).toBe(0);

    await createAccessRequest(test, { name: "First" });
    await sendDigests(test.ctx);
    expect(await test.mails.last(reader.email, "requests-digest")).toMatchObject({ count: 1 });

    test.clock.advance({ minutes: 30 });
    await createAccessRequest(test, { name: "Second" });
    await sendDigests(test.ctx);
    expect(await digests()).toBe(1);
    test.clock.advance({ minutes: 31 });
    await sendDigests(test.ctx);
    expect(await test.mails.last(reader.email, "requests-digest")).toMatchObject({
      count: 1,
      newest: "Second, Green Field",
    });
    test.clock.advance({ hours: 5 });
    await sendDigests(test.ctx);
    expect(await digests()).toBe(2);
  });

  it("leaves out decided requests", async () => {
    const { test, digests } = await hourly();
    const { id } = await createAccessRequest(test);
    expectOk(await rejectAccessRequest(test.ctx, await signInAdmin(test), { id, notify: false }));
    await sendDigests(test.ctx);
    expect(await digests()).toBe(0);
  });

  it("is sent once by several processes", async () => {
    const { test, digests } = await hourly();
    await createAccessRequest(test);
    await atOnce(5, () => sendDigests(test.ctx));
    expect(await digests()).toBe(1);
  });
});
