import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApi } from "@/lib/api/create-api";
import { parseEnv } from "@/lib/platform/env";
import { rewriteHeaders } from "@/lib/platform/server/incoming";
import { createUser } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

async function listening(trustedHops: number) {
  const test = await testContext({ limits: "counting" });
  const env = parseEnv({ TRUSTED_PROXY_HOPS: String(trustedHops) });
  const answer = getRequestListener(createApi(test.app).fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => {
    rewriteHeaders(request, env);
    void answer(request, response);
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const user = await createUser(test);
  const logIn = async (headers: Record<string, string>) => {
    const body = JSON.stringify({ email: user.email, password: "wrong password" });
    const url = `http://127.0.0.1:${port}/dashboard/auth/login`;
    const sent = { method: "POST", body, headers: { "content-type": "application/json", ...headers } };
    return (await fetch(url, sent)).status;
  };
  const ips = async () =>
    new Set((await test.ctx.db.auditEvent.findMany({ where: { action: "login.failed" } })).map(({ ip }) => ip));
  return { logIn, ips };
}

async function tally(times: number, work: (index: number) => Promise<number>): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let index = 0; index < times; index += 1) {
    const status = await work(index);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

describe("who counts as one client", () => {
  it("counts by the socket's address, whatever address the requests claim", async () => {
    const { logIn, ips } = await listening(0);
    const names = ["x-forwarded-for", "forwarded", "x-real-ip", "cf-connecting-ip", "true-client-ip", "x-client-ip"];
    const counts = await tally(200, (index) => {
      const address = `198.51.100.${index}`;
      const name = names[index % names.length] ?? "";
      return logIn({ [name]: name === "forwarded" ? `for=${address}` : address });
    });
    expect(counts).toEqual({ 401: 10, 429: 190 });
    expect(await ips()).toEqual(new Set(["127.0.0.1"]));
  });

  it("counts by the address that the trusted proxy saw", async () => {
    const { logIn, ips } = await listening(1);
    const through = (seen: string) => (index: number) =>
      logIn({ "x-forwarded-for": `6.6.6.${index}, 7.7.7.7, ${seen}` });
    expect(await tally(30, through("203.0.113.9"))).toEqual({ 401: 10, 429: 20 });
    expect(await tally(1, through("203.0.113.10"))).toEqual({ 401: 1 });
    expect(await ips()).toEqual(new Set(["203.0.113.9", "203.0.113.10"]));
  });

  it("counts an IPv6 /64 network as one client", async () => {
    const { logIn } = await listening(1);
    const within = (network: string) => (index: number) =>
      logIn({ "x-forwarded-for": `${network}:${index.toString(16)}::1` });
    expect(await tally(200, within("2001:db8:1:2"))).toEqual({ 401: 10, 429: 190 });
    expect(await tally(1, within("2001:db8:1:3"))).toEqual({ 401: 1 });
  });
});

it("applies the sign-in limit to every spelling of the path", async () => {
  const test = await testContext({ limits: "counting" });
  const api = new NativeClient(test);
  const body = { email: "jane@company.example", password: "wrong password" };
  for (let count = 0; count < 10; count += 1) expect((await api.post("login", body)).status).toBe(401);
  const hashed = test.hasher.verified;
  const host = "http://localhost:3000";
  const paths = [
    "//dashboard/auth/login",
    "/dashboard//auth/login",
    "/dashboard/auth//login",
    "/dashboard/auth/login/",
    "/dashboard/auth%2flogin",
    "/dashboard/auth/%6cogin",
    "/dashboard/auth/LOGIN",
    "/DASHBOARD/auth/login",
    "/dashboard/auth/login;x",
    "/dashboard/auth/login%00",
    "/dashboard/auth/login%20",
    "/dashboard/auth/./login",
    "/dashboard/auth/login?x=1",
    "/dashboard/auth/login?",
    "/dashboard/auth/x/../login",
    "/dashboard/auth/login%3f",
  ];
  for (const path of paths) {
    const sent = { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const { status } = await api.api.request(`${host}${path}`, sent);
    expect([404, 429], `${path} answers ${status}`).toContain(status);
  }
  expect(test.hasher.verified).toBe(hashed);
});
