import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createAccessRequest, createUser, emailOf } from "@/tests/support/factories";
import { NativeClient, textAt } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

const rules = "/dashboard/admin/access-rules";
const partners = { name: "Partners", subject: "list", patterns: ["@Acme.example"], effect: "approve" };

async function ruling() {
  const test = await testContext();
  const admin = await createUser(test, { isAdmin: true });
  const api = new NativeClient(test);
  await api.signIn(admin);
  return { test, api };
}

describe("access-rules", () => {
  it("201, 200: are added, changed, put in order and removed", async () => {
    const { api } = await ruling();
    const first = await api.post(rules, partners);
    expect(first).toMatchObject({ status: 201, data: { patterns: ["acme.example"], enabled: true, hits: 0 } });
    const id = textAt(first, "id");
    const second = textAt(await api.post(rules, { name: "Free", subject: "free_mail", effect: "hold" }), "id");

    expect(await api.patch(`${rules}/${id}`, { enabled: false })).toMatchObject({ data: { enabled: false } });
    const ordered = await api.post(`${rules}/reorder`, { ids: [second, id] });
    expect(ordered.data).toMatchObject({ items: [{ name: "Free" }, { name: "Partners" }] });
    expect((await api.delete(`${rules}/${id}`)).status).toBe(200);
    expect((await api.get(rules)).data).toMatchObject({ items: [{ name: "Free" }] });
  });

  it("200: are asked in a dry run", async () => {
    const { test, api } = await ruling();
    await createAccessRequest(test, { email: emailOf("jane@acme.example") });
    const run = await api.post(`${rules}/dry-run`, { email: "new@eu.acme.example", draft: partners });
    expect(run.data).toMatchObject({
      address: { domainKind: "corporate", outcome: { effect: "approve", rule: { id: null, name: "Partners" } } },
      requests: [{ email: "jane@acme.example", status: "pending", outcome: { effect: "approve" } }],
      counts: { approve: 1, hold: 0, reject: 0, none: 0 },
    });
    expect((await api.get(rules)).data).toEqual({ items: [] });
  });

  it("400: refuse patterns that are none, and a list of nothing", async () => {
    const { api } = await ruling();
    for (const patterns of [[], ["com"], ["*"], ["a b"]]) {
      const refused = await api.post(rules, { ...partners, patterns });
      expect(refused).toMatchObject({ status: 400, error: { code: "VALIDATION_FAILED" } });
      expect(Object.keys(refused.error?.fieldErrors ?? {})).toEqual([expect.stringMatching(/^patterns/)]);
    }
  });

  it("403: need an admin, who has re-authenticated in the last ten minutes", async () => {
    const { test, api } = await ruling();
    const holding = { ...partners, effect: "hold" };
    const id = textAt(await api.post(rules, holding), "id");
    test.clock.advance({ minutes: 11 });
    const answers = [
      await api.post(rules, holding),
      await api.patch(`${rules}/${id}`, { name: "Renamed" }),
      await api.post(`${rules}/reorder`, { ids: [id] }),
      await api.delete(`${rules}/${id}`),
    ];
    const refused = { status: 403, error: { code: "STEP_UP_REQUIRED" } };
    expect(answers).toMatchObject([refused, refused, refused, refused]);
    expect((await api.get(rules)).data).toMatchObject({ items: [{ name: "Partners" }] });
    const user = api.another();
    await user.signIn(await createUser(test));
    expect(await user.get(rules)).toMatchObject({ status: 403, error: { code: "FORBIDDEN" } });
    expect((await user.post(`${rules}/dry-run`, {})).error?.code).toBe("FORBIDDEN");
  });

  it("404: know no rule of another id", async () => {
    const { api } = await ruling();
    for (const id of [randomUUID(), "nonsense"]) {
      expect((await api.patch(`${rules}/${id}`, { name: "X" })).status).toBe(404);
      expect((await api.delete(`${rules}/${id}`)).status).toBe(404);
    }
  });
});
