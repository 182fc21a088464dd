import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { createUser } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

const mails = "/dashboard/admin/mails";

async function administering() {
  const test = await testContext();
  const admin = await createUser(test, { isAdmin: true });
  const api = new NativeClient(test);
  await api.signIn(admin);
  return { test, admin, api };
}

it("lists, reads, tests and takes back mail", async () => {
  const { test, admin, api } = await administering();
  const sent = await api.post(`${mails}/test`, {});
  expect(sent).toMatchObject({ status: 202, data: { to: admin.email } });
  const id = textAt(sent, "mailId");
  expect((await api.get(`${mails}?to=${admin.email}&template=test-mail`)).data).toMatchObject({ items: [{ id }] });
  expect((await api.get(`${mails}/${id}`)).data).toMatchObject({ id, state: "sent", canRetry: false });
  expect(await api.post(`${mails}/${id}/retry`)).toMatchObject({ status: 409, error: { code: "MAIL_NOT_FAILED" } });
  expect(await api.post(`${mails}/${id}/cancel`)).toMatchObject({ status: 409, error: { code: "MAIL_NOT_WAITING" } });
  await test.ctx.db.mail.update({ where: { id }, data: { state: "QUEUED" } });
  expect((await api.post(`${mails}/${id}/cancel`)).data).toMatchObject({ state: "cancelled" });
});

it("refuses what is no filter, and knows no other ids", async () => {
  const { api } = await administering();
  for (const query of ["state=lost", "since=tomorrow", "template=A%20b", "accessRequestId=1", "limit=0", "subject=x"]) {
    expect((await api.get(`${mails}?${query}`)).status, query).toBe(400);
  }
  for (const id of [randomUUID(), "nonsense"]) expect((await api.get(`${mails}/${id}`)).status).toBe(404);
});

it("is closed to everybody but admins, reviewers included", async () => {
  const { test, api } = await administering();
  const reviewer = await createUser(test);
  await test.ctx.db.user.update({ where: { id: reviewer.id }, data: { isReviewer: true } });
  const other = api.another();
  await other.signIn(reviewer);
  for (const [client, status] of [
    [api.another(), 401],
    [other, 403],
  ] as const) {
    expect((await client.get(mails)).status).toBe(status);
    expect((await client.post(`${mails}/test`, {})).status).toBe(status);
    expect((await client.post(`${mails}/${randomUUID()}/retry`)).status).toBe(status);
  }
});
