import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { createAccessRequest } from "@/tests/support/factories";
import { type TestContext, testContext } from "@/tests/support/test-context";
import { parseEnv } from "../env";
import { createHasher } from "../hasher";
import { areaOf, createMetrics, type Metrics } from "./metrics";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  stops.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
}

async function scrapable(
  { database }: TestContext,
  variables: Record<string, string> = {},
): Promise<{ url: string; metrics: Metrics }> {
  const env = parseEnv({ DATABASE_URL: database.url, ...variables });
  const metrics = createMetrics({ env, pool: database.pool, hasher: createHasher() });
  return { metrics, url: await serve((request, response) => void metrics.answer(request, response)) };
}

describe("/metrics", () => {
  it("counts requests by part, method and status, and tells what waits", async () => {
    const test = await testContext();
    await createAccessRequest(test);
    const { metrics, url } = await scrapable(test);
    metrics.observe({ area: "pacspace", method: "POST", status: 401, seconds: 0.02 });
    metrics.observe({ area: "pages", method: "BREW", status: 405, seconds: 0.02 });
    const text = await (await fetch(url)).text();
    expect(text).toContain('foyer_http_request_duration_seconds_count{area="pacspace",method="POST",status="401"} 1');
    expect(text).toContain('foyer_http_request_duration_seconds_count{area="pages",method="other",status="405"} 1');
    expect(text).toContain('foyer_backlog{kind="requests_unconfirmed"} 1');
    expect(text).toContain("foyer_database_up 1");
    expect(text).toContain('foyer_password_checks{state="waiting"} 0');
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  });

  it("answers programs on this machine only, and nobody who comes through a proxy on it", async () => {
    const { url } = await scrapable(await testContext());
    expect((await fetch(url)).status).toBe(200);
    expect((await fetch(url, { headers: { "X-Forwarded-For": "127.0.0.1" } })).status).toBe(404);
    expect((await fetch(url, { headers: { Forwarded: "for=127.0.0.1" } })).status).toBe(404);
  });

  it("answers whoever has the token, wherever they are, and nobody else", async () => {
    const token = "a token for the scraper";
    const { url } = await scrapable(await testContext(), { METRICS_TOKEN: token });
    const ask = (headers: Record<string, string>) => fetch(url, { headers });
    expect((await ask({ Authorization: `Bearer ${token}`, "X-Forwarded-For": "203.0.113.9" })).status).toBe(200);
    for (const headers of [{}, { Authorization: "Bearer " }, { Authorization: `Bearer ${token}x` }]) {
      const refused = await ask(headers as Record<string, string>);
      expect(refused.status).toBe(404);
      expect(await refused.text()).toBe("Not found\n");
    }
  });

  it("says that the database is away instead of failing", async () => {
    const env = parseEnv({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none" });
    const { createPool } = await import("../database/connections");
    const pool = createPool({ url: env.DATABASE_URL ?? "", max: 2, onIdleError: () => undefined });
    stops.push(() => void pool.end());
    const metrics = createMetrics({ env, pool, hasher: createHasher() });
    const text = await (await fetch(await serve((...both) => void metrics.answer(...both)))).text();
    expect(text).toContain("foyer_database_up 0");
    expect(text).not.toContain("foyer_backlog{");
  });

  it("knows the parts of the product, and puts paths that strangers make up together", () => {
    expect(["/dashboard/auth/login", "/dashboard/admin/users", "/compat/quazzar/auth/login"].map(areaOf)).toEqual([
      "pacspace",
      "admin",
      "quazzar",
    ]);
    expect(["/", "/login", "/compat/nothing/x", "/compat", "/%"].map(areaOf)).toEqual([
      "pages",
      "pages",
      "unknown",
      "unknown",
      "pages",
    ]);
  });
});
