import { readdirSync } from "node:fs";
import { type APIRequestContext, expect, type PlaywrightWorkerArgs } from "@playwright/test";
import { declared, expectHeaders } from "./access";
import { type Account, admin, createAccount, newPerson, requestAccess } from "./accounts";
import { test } from "./fixtures";

const guarded = Object.entries(declared).filter(([, access]) => access !== "anybody");
const csrf = { "X-Pacspace-CSRF": "1" };

function pathsOfApp(): string[] {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => `/${file}`.replace(/\/\([^)]+\)/g, "").replace(/\/(page\.tsx|route\.ts)$/, "") || "/");
}

async function api(playwright: PlaywrightWorkerArgs["playwright"], who?: Account): Promise<APIRequestContext> {
  const context = await playwright.request.newContext({ baseURL: process.env.E2E_BASE_URL });
  if (who) {
    const { email, password } = who;
    expect((await context.post("/dashboard/auth/login", { data: { email, password } })).status()).toBe(200);
  }
  return context;
}

async function idOf(by: APIRequestContext, path: string): Promise<string> {
  const { data } = (await (await by.get(path)).json()) as {
    data: { items?: { id: string }[]; webhooks?: { id: string }[] };
  };
  const id = (data.items ?? data.webhooks)?.[0]?.id;
  if (!id) throw new Error(`${path} lists nothing`);
  return id;
}

test("every page admits exactly the declared roles and shows no data to others", async ({ playwright, mail }) => {
  expect(pathsOfApp().sort()).toEqual(Object.keys(declared).sort());
  const canary = newPerson("Canary Bird");
  await requestAccess(canary);
  const user = await createAccount(mail);
  const reviewer = await createAccount(mail);
  const elsewhere = await createAccount(mail, newPerson("Elsa Where"));
  const asAdmin = await api(playwright, admin);
  const made = await asAdmin.post("/dashboard/admin/webhooks", {
    data: { url: "http://127.0.0.1:9/canary", description: "Canary", events: ["user.verified"] },
    headers: csrf,
  });
  expect(made.status()).toBe(201);
  const find = (email: string) => idOf(asAdmin, `/dashboard/admin/users?q=${encodeURIComponent(email)}`);
  await asAdmin.post(`/dashboard/admin/users/${await find(reviewer.email)}/role`, {
    data: { role: "reviewer" },
    headers: csrf,
  });
  const ids: Record<string, string> = {
    "/admin/mail/[id]": await idOf(asAdmin, "/dashboard/admin/mails"),
    "/admin/tenants/[id]": await idOf(asAdmin, "/dashboard/admin/tenants"),
    "/admin/users/[id]": await find(elsewhere.email),
    "/admin/webhooks/[id]": await idOf(asAdmin, "/dashboard/admin/webhooks"),
  };
  const pathOf = (page: string) => page.replace("[id]", ids[page] ?? "");
  const secrets = [canary.email, admin.email, elsewhere.email, "127.0.0.1:9/canary"];
  const callers = {
    nobody: await api(playwright),
    user: await api(playwright, user),
    reviewer: await api(playwright, reviewer),
  };

  const known = { nobody: 0, user: 1, reviewer: 2 };
  const needed = { anybody: 0, person: 1, reviewer: 2, admin: 3 };
  let shown = 0;
  for (const [page, access] of guarded) {
    const path = pathOf(page);
    const seen = await asAdmin.get(path, { maxRedirects: 0 });
    expect(seen.status(), path).toBe(200);
    const text = await seen.text();
    if (secrets.some((secret) => text.includes(secret))) shown += 1;
    for (const [who, context] of Object.entries(callers)) {
      const where = `${path} by ${who}`;
      const answer = await context.get(path, { maxRedirects: 0 });
      const isLetIn = known[who as keyof typeof known] >= needed[access];
      // The overview redirects reviewers to the queue.
      const expected = isLetIn ? [page === "/admin" ? 307 : 200] : [who === "nobody" ? 307 : 403];
      expect(expected, where).toContain(answer.status());
      expectHeaders(where, answer.headers(), true);
      expect(answer.headers()["cache-control"], where).toContain("no-store");
      expect(
        answer.headersArray().filter(({ name }) => name.toLowerCase() === "set-cookie"),
        where,
      ).toEqual([]);
      if (isLetIn) continue;
      if (who === "nobody") expect(answer.headers().location, where).toMatch(/^\/login\?next=/);
      const body = await answer.text();
      expect(
        secrets.filter((secret) => body.includes(secret)),
        where,
      ).toEqual([]);
    }
  }
  expect(shown, "the pages do show what is looked for").toBeGreaterThan(8);

  const tricks: [string, (path: string) => string, Record<string, string>][] = [
    [
      "x-middleware-subrequest",
      (path) => path,
      { "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware" },
    ],
    ["RSC", (path) => `${path}?_rsc=1`, { RSC: "1" }],
    ["prefetch", (path) => `${path}?_rsc=1`, { RSC: "1", "Next-Router-Prefetch": "1" }],
    [
      "segment prefetch",
      (path) => `${path}?_rsc=1`,
      { RSC: "1", "Next-Router-Prefetch": "1", "Next-Router-Segment-Prefetch": "/_tree" },
    ],
    ["x-nextjs-data", (path) => path, { "x-nextjs-data": "1" }],
    [
      "forged internals",
      (path) => path,
      { "x-foyer-path": "/", "x-matched-path": "/", "x-invoke-path": "/", "x-invoke-status": "200" },
    ],
    [".rsc", (path) => `${path}.rsc`, {}],
    [".segment", (path) => `${path}.segments/_tree.segment.rsc`, {}],
    [".txt", (path) => `${path}.txt`, {}],
    ["_next/data", (path) => `/_next/data/build${path}.json`, {}],
    ["%2e", (path) => path.replace("/a", "/%2e/a"), {}],
    ["encoded", (path) => path.replace("/a", "/%61"), {}],
    ["case", (path) => path.toUpperCase(), {}],
    ["double slash", (path) => `/${path}`, {}],
  ];
  for (const [trick, address, headers] of tricks) {
    for (const page of ["/admin/requests", "/admin/users/[id]"]) {
      for (const who of ["nobody", "user"] as const) {
        const where = `${page} by ${who} with ${trick}`;
        const url = `${process.env.E2E_BASE_URL}${address(pathOf(page))}`;
        const answer = await callers[who].get(url, { headers, maxRedirects: 0 });
        expect(answer.status(), where).toBeLessThan(500);
        const body = await answer.text();
        expect(
          secrets.filter((secret) => body.includes(secret)),
          where,
        ).toEqual([]);
      }
    }
  }
  for (const context of [asAdmin, ...Object.values(callers)]) await context.dispose();
});
