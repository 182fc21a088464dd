import { expect, it } from "vitest";
import { connect } from "@/tests/support/arrivals";
import { createUser, signIn, strangeToken } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { atOnce } from "@/tests/support/outcomes";
import { testContext } from "@/tests/support/test-context";

async function connected() {
  const test = await testContext();
  const user = await createUser(test);
  const said = await connect(test, (await signIn(test, user)).actor);
  const api = new NativeClient(test);
  await api.signIn(user);
  const id = textAt(await api.get("identities"), "identities.0.id");
  return { test, user, said, api, id };
}

it("GET identities 200: lists one's own connected accounts, and nobody else's", async () => {
  const { test, said, api } = await connected();
  expect((await api.get("identities")).data).toEqual({
    identities: [
      {
        id: expect.any(String),
        provider: "oidc",
        name: "Acme ID",
        email: said.email,
        createdAt: test.clock.now().toISOString(),
        lastUsedAt: null,
      },
    ],
  });
  const other = api.another();
  expect((await other.get("identities")).status).toBe(401);
  await other.signIn(await createUser(test));
  expect((await other.get("identities")).data).toEqual({ identities: [] });
});

it("DELETE identities/{id} 200: disconnects once, however many requests come at once", async () => {
  const { test, user, api, id } = await connected();
  const answers = await atOnce(5, () => api.delete(`identities/${id}`));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404, 404, 404]);
  expect((await api.get("identities")).data).toEqual({ identities: [] });
  expect((await test.mails.templatesTo(user.email)).filter((name) => name === "identity-unlinked")).toHaveLength(1);
});

it("DELETE identities/{id} 404: somebody else's, or no id at all", async () => {
  const { test, api, id } = await connected();
  const other = api.another();
  await other.signIn(await createUser(test));
  for (const unknown of [id, strangeToken(), "1"]) {
    const refused = await other.delete(`identities/${unknown}`);
    expect(refused).toMatchObject({ status: 404, error: { code: "IDENTITY_NOT_FOUND" } });
  }
  expect((await api.get("identities")).data).toMatchObject({ identities: [{ id }] });
});

it("DELETE identities/{id} 403 and 409: needs a recent proof, and never takes the last way in", async () => {
  const { test, user, api, id } = await connected();
  test.clock.advance({ minutes: 11 });
  expect(await api.delete(`identities/${id}`)).toMatchObject({ status: 403, error: { code: "STEP_UP_REQUIRED" } });
  await api.post("step-up", { password: user.password });
  await test.ctx.db.user.update({ where: { id: user.id }, data: { passwordHash: null } });
  expect(await api.delete(`identities/${id}`)).toMatchObject({ status: 409, error: { code: "LAST_WAY_IN" } });
});
