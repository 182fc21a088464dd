import { describe, expect, it } from "vitest";
import { serveFront } from "@/lib/testing/front";

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

const raw = (target: string, host: string, more: string[] = []) =>
  [`GET ${target} HTTP/1.1`, `Host: ${host}`, ...more, "Connection: close", "", ""].join("\r\n");

describe("a target that is a whole address", () => {
  const env = { COMPAT_HOSTS: "auth.panguard.ai=panguard,localhost:4111=pandora" };
  const own = "localhost:3000";

  it.each([
    ["http://evil.example/account", own],
    ["http://evil.example/account", "evil.example"],
    ["https://evil.example/dashboard/auth/status", own],
    [`http://${own}@evil.example/`, own],
    [`http://user:secret@${own}/`, own],
    [`http://${own}.evil.example/`, own],
    ["http://localhost:3001/", own],
    [`http://${own}/dashboard/auth/status`, "auth.panguard.ai"],
    ["http://auth.panguard.ai/dashboard/auth/status", own],
    ["ftp://localhost:3000/", own],
    ["*", own],
    ["http://[", own],
  ])("is refused as %s with Host %s, and stored by nobody", async (target, host) => {
    const { front } = await serveFront(env);
    const answer = await front.sendRaw(raw(target, host));
    expect(statusOf(answer)).toBe(400);
    expect(answer).toMatch(/^cache-control: no-store\r$/im);
    expect(answer).not.toMatch(/^location:/im);
    expect(answer).not.toContain("evil");
  });

  it("is taken for its path where it is ours and Host agrees", async () => {
    const seen: string[] = [];
    const { front } = await serveFront(env, async (request, response) => {
      seen.push(request.url ?? "");
      response.end("a page");
    });
    for (const target of [`http://${own}/account?tab=1`, `https://LOCALHOST:3000/account?tab=1`]) {
      expect(statusOf(await front.sendRaw(raw(target, own)))).toBe(200);
    }
    expect(seen).toEqual(["/account?tab=1", "/account?tab=1"]);
    expect(statusOf(await front.sendRaw(raw(`http://${own}/dashboard/auth/status`, own)))).toBe(200);
  });

  it("reaches no other API by a host of COMPAT_HOSTS, however it is sent", async () => {
    const { front } = await serveFront(env);
    const hosts = ["auth.panguard.ai", "AUTH.Panguard.AI", "auth.panguard.ai.", "auth.panguard.ai:443"];
    for (const host of hosts) {
      for (const path of ["/dashboard/auth/status", "/compat/quazzar/auth/login", "/login", "/"]) {
        for (const target of [path, `http://auth.panguard.ai${path}`, `http://${host}${path}`]) {
          expect([target, host, statusOf(await front.sendRaw(raw(target, host)))]).toEqual([target, host, 404]);
        }
      }
      expect([host, statusOf(await front.sendRaw(raw("/api/auth/me", host)))]).toEqual([host, 401]);
    }
  });
});

describe("COMPAT_HOSTS", () => {
  it.each([
    ["auth.panguard.ai", "auth.panguard.ai", 401],
    ["auth.panguard.ai", "AUTH.PANGUARD.AI", 401],
    ["auth.panguard.ai", "auth.panguard.ai.", 401],
    ["auth.panguard.ai", "auth.panguard.ai:80", 401],
    ["auth.panguard.ai", "auth.panguard.ai:443", 401],
    ["auth.panguard.ai", "auth.panguard.ai:3400", 401],
    ["Auth.Panguard.ai:443", "auth.panguard.ai", 401],
    ["localhost:4112", "LOCALHOST:4112", 401],
    ["localhost:4112", "localhost:3000", 200],
    ["localhost", "localhost:3000", 200],
    ["localhost", "localhost:4112", 401],
    ["auth.panguard.ai", "auth.panguard.ai.evil.example", 200],
    ["auth.panguard.ai", "xauth.panguard.ai", 200],
  ])("with %s gives a request for %s the API or the page that it names", async (known, host, status) => {
    const { front } = await serveFront({ COMPAT_HOSTS: `${known}=panguard` });
    expect(statusOf(await front.sendRaw(raw("/api/auth/me", host)))).toBe(status);
  });
});

describe("a request with a Host that is none, or with two", () => {
  it.each([["a", "b"], ["localhost:3000", "localhost:3000"], ["localhost:3000@evil.example"], ["a b"], ["a/b"]])(
    "is refused: %s %s",
    async (...hosts) => {
      const { front } = await serveFront();
      const head = ["GET /login HTTP/1.1", ...hosts.map((host) => `Host: ${host}`), "Connection: close", "", ""];
      expect(statusOf(await front.sendRaw(head.join("\r\n")))).toBe(400);
    },
  );
});
