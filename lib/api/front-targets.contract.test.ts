import { describe, expect, it } from "vitest";
import { serveFront } from "@/tests/support/front";

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

  it("leads from a host of COMPAT_HOSTS to no path outside that API", async () => {
    const { front } = await serveFront(env);
    const wanted = "dashboard/auth/status";
    const ways = [
      "/../",
      "/../../../",
      "/api/../",
      "/api/../../../",
      "/%2e%2e/",
      "/api/%2E%2e/%2e%2E/",
      "/..%2f",
      "//",
    ];
    for (const way of [...ways, "/./", "/%2f", "/\\..\\", "/..;/", "/%5c..%5c", "/dashboard/..//"]) {
      const answer = await front.sendRaw(raw(`${way}${wanted}`, "auth.panguard.ai"));
      expect([400, 404], way).toContain(statusOf(answer));
    }
  });

  it("takes no other host than Host for the one that was asked", async () => {
    const { front } = await serveFront(env);
    const names = ["X-Forwarded-Host", "X-Host", "X-Original-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"];
    for (const name of names) {
      const [theirs, ours] = name.endsWith("URL")
        ? ["/api/auth/me", "/dashboard/auth/status"]
        : [
            name === "Forwarded" ? "host=auth.panguard.ai" : "auth.panguard.ai",
            name === "Forwarded" ? `host=${own}` : own,
          ];
      expect([name, statusOf(await front.sendRaw(raw("/api/auth/me", own, [`${name}: ${theirs}`])))]).toEqual([
        name,
        200,
      ]);
      const asked = raw("/dashboard/auth/status", "auth.panguard.ai", [`${name}: ${ours}`]);
      expect([name, statusOf(await front.sendRaw(asked))]).toEqual([name, 404]);
    }
  });
});

describe("a path that is spelled in an odd way", () => {
  const paths = [
    "/DASHBOARD/auth/profile",
    "//dashboard/auth/profile",
    "/%64ashboard/auth/profile",
    "/dashboard;x/auth/profile",
    "/dashboard%2fauth/profile",
  ];

  it("goes to the pages as it came, where no API has that path", async () => {
    const seen: string[] = [];
    const { front } = await serveFront({}, async (request, response) => {
      seen.push(request.url ?? "");
      response.statusCode = 404;
      response.end();
    });
    for (const path of paths) {
      expect([path, statusOf(await front.sendRaw(raw(path, "localhost:3000")))]).toEqual([path, 404]);
    }
    expect(seen).toEqual(paths);
  });

  it("opens nothing in the API that its plain spelling keeps shut, and reaches no page through it", async () => {
    const pages: string[] = [];
    const { front } = await serveFront({}, async (request, response) => {
      pages.push(request.url ?? "");
      response.end();
    });
    const dots = ["..", "%2e%2e", "%2E.", ".%2e"];
    const paths = [
      ...dots.flatMap((up) => [`/dashboard/${up}/admin`, `/dashboard/auth/${up}/${up}/account`, `/compat/${up}/login`]),
      "/dashboard/..;/admin",
      "/dashboard/..%2fadmin",
      "/dashboard/..%5cadmin",
      "/dashboard/auth%2fprofile",
      "/dashboard/auth/profile;x",
      "/dashboard/auth/profile/",
      "/dashboard//auth/profile",
      "/dashboard/AUTH/profile",
      "/dashboard/auth/profile%00",
      "/dashboard/auth/profile%2f",
      "/dashboard/auth/%70rofile%20",
      "/dashboard/%zz",
      "/dashboard/admin/users/.",
      "/dashboard/admin/./users",
      "/dashboard/x/../admin/users",
      "/compat/../dashboard/admin/users",
    ];
    for (const path of paths) {
      const status = statusOf(await front.sendRaw(raw(path, "localhost:3000")));
      expect({ path, isShut: [400, 401, 404].includes(status), status }).toMatchObject({ path, isShut: true });
    }
    expect(pages).toEqual([]);
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
