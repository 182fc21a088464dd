import { describe, expect, it } from "vitest";
import { getSetupStatus } from "@/lib/core/settings/setup";
import { isLocalVisit, isMailboxOpen } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { type RunningFront, serveFront } from "@/tests/support/front";
import { openPage } from "@/tests/support/web-request";

interface Way {
  env?: Record<string, string>;
  headers?: Record<string, string>;
  version?: "1.0" | "1.1";
}

const direct: Record<string, Way> = {
  "by its usual name": {},
  "by its address": { headers: { Host: "127.0.0.1:3000" } },
  "by its IPv6 address": { headers: { Host: "[::1]:3000" } },
  "by another local port, through a tunnel of one's own": { headers: { Host: "LOCALHOST:8080" } },
};

const forwarding = {
  Forwarded: "for=127.0.0.1",
  Via: "1.1 proxy",
  "X-Real-IP": "127.0.0.1",
  "CF-Connecting-IP": "127.0.0.1",
  "X-Forwarded-For": "127.0.0.1",
  "X-Forwarded-Proto": "http",
  "X-Forwarded-Host": "localhost",
  "X-Forwarded-Port": "3000",
  "X-Forwarded-Server": "a",
  "X-Forwarded": "for=127.0.0.1",
  X_Forwarded_For: "::1",
  "True-Client-IP": "::1",
  "Fly-Client-IP": "::1",
  "X-Scheme": "https",
  "X-Remote-Addr": "::1",
  "X-Client-IP": "::1",
  "X-Original-Host": "localhost",
  "X-Envoy-External-Address": "::1",
  "CDN-Loop": "a",
};

const added = [
  "X-Originating-IP",
  "CloudFront-Viewer-Address",
  "CloudFront-Forwarded-Proto",
  "X-Railway-Edge",
  "Rndr-Id",
  "X-Railway-Request-Id",
  "Ali-Cdn-Real-Ip",
  "Ali-Swift-Log-Host",
  "X-Edge-Location",
  "X-Edge-Request-Id",
  "X-LiteSpeed-Cache",
  "X-LSCache",
  "X-Request-Start",
  "X-Request-Id",
  "X-Heroku-Queue-Depth",
  "X-Amzn-Trace-Id",
  "EO-Connecting-IP",
  "DO-Connecting-IP",
  "Surrogate-Capability",
  "Fastly-Client-IP",
  "Tailscale-User-Login",
  "X-Kong-Proxy-Latency",
  "X-BlueCoat-Via",
  "X-Country-Code",
  "X_Originating_IP",
  "X-Nobody-Knows-This-One",
];
const sentDirectly = [
  "Accept",
  "Accept-Language",
  "Authorization",
  "Cookie",
  "Origin",
  "Referer",
  "Sec-Fetch-Mode",
  "User-Agent",
  "DNT",
  "Upgrade-Insecure-Requests",
  "Cache-Control",
  "Next-Action",
  "RSC",
  "Traceparent",
  "X-Requested-With",
  "X-Pacspace-CSRF",
  "X-Prometheus-Scrape-Timeout-Seconds",
];

const throughSomething: Record<string, Way> = {
  "under a name that somebody points at this machine": { headers: { Host: "rebind.evil.example" } },
  "under a name that begins like this machine's": { headers: { Host: "localhost.evil.example:3000" } },
  "under a name that has this machine's in it": { headers: { Host: "localhost:3000@evil.example" } },
  "under no name": { headers: { Host: "" }, version: "1.1" },
  "as a proxy of HTTP/1.0 does": { version: "1.0" },
  "while APP_URL is public, as a bare proxy_pass sends it": { env: { APP_URL: "https://foyer.example.com" } },
  "while a proxy is trusted": { env: { TRUSTED_PROXY_HOPS: "1" } },
  "while every interface is listened on": { env: { HOST: "0.0.0.0", APP_URL: "http://localhost:3000" } },
  ...Object.fromEntries(
    Object.entries(forwarding).map(([name, value]) => [`with ${name}`, { headers: { [name]: value } }]),
  ),
};

type Served = Awaited<ReturnType<typeof serve>>;

function serve(variables: Record<string, string> = {}) {
  return serveFront(variables, async (request, response) => {
    openPage(new Headers(request.headers as Record<string, string>));
    const { tokenRequired } = await getSetupStatus(await webContext());
    const page = { mailbox: await isMailboxOpen(), tryForm: await isLocalVisit(), setupIsOpen: !tokenRequired };
    response.end(JSON.stringify(page));
  });
}

const password = "Harbour-Lantern-42";
const acts = {
  mailbox: { path: "/dev/mailbox", page: "mailbox" },
  "a message of the mailbox": { path: "/dev/mailbox/01a22538-ed9a-7284-b6b2-18d3c1812319", page: "mailbox" },
  "the set-up page without a token": { path: "/setup", page: "setupIsOpen" },
  "the reference's form": { path: "/docs/pandora", page: "tryForm" },
  metrics: { path: "/metrics" },
  "set-up by the native API": {
    path: "/dashboard/auth/setup",
    json: { name: "Mallory", email: "mallory@evil.example", password },
    headers: { "X-Pacspace-CSRF": "1" },
  },
  "set-up by the Pandora API": { path: "/compat/pandora/api/auth/setup", json: { password } },
} as const;
const namesOfActs = Object.keys(acts) as (keyof typeof acts)[];

async function attempt({ front }: Served, name: keyof typeof acts, way: Way): Promise<[boolean, number]> {
  const { path, ...act } = acts[name];
  const json = "json" in act ? act.json : undefined;
  const headers = { Host: "localhost:3000", ...("headers" in act ? act.headers : {}), ...way.headers };
  const method = json ? "POST" : "GET";
  const answer = way.version
    ? await askInVersion(front, `${method} ${path} HTTP/${way.version}`, headers, json)
    : await front.ask(path, { method, headers, json });
  if (!("page" in act) || answer.status >= 400) return [answer.status < 300, answer.status];
  return [JSON.parse(answer.text)[act.page] === true, answer.status];
}

async function askInVersion(front: RunningFront, line: string, headers: Record<string, string>, json: unknown) {
  const body = json ? JSON.stringify(json) : "";
  const all = {
    ...headers,
    "Content-Type": "application/json",
    "Content-Length": String(Buffer.byteLength(body)),
    Connection: "close",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  const [head = "", text = ""] = (await front.sendRaw([line, ...lines, "", body].join("\r\n"))).split("\r\n\r\n", 2);
  return { status: Number(head.split(" ")[1]), text };
}

describe("what is open to this machine", () => {
  describe.each(Object.entries(throughSomething))("when asked %s", (_, way) => {
    it("is closed", async () => {
      const served = await serve(way.env);
      for (const name of namesOfActs) {
        const [isDone, status] = await attempt(served, name, way);
        expect({ name, isDone }).toEqual({ name, isDone: false });
        expect([refusalOf(name), 400]).toContain(status);
      }
      expect(await served.app.db.user.count()).toBe(0);
    });
  });

  function refusalOf(name: keyof typeof acts): number {
    if ("json" in acts[name]) return 403;
    return name === "metrics" ? 404 : 200;
  }

  it("is closed to a request with any name that a proxy, a tunnel or a CDN adds, known or not", async () => {
    const { front } = await serve();
    const ask = async (name: string) =>
      [name, (await front.ask("/metrics", { headers: { Host: "localhost:3000", [name]: "1" } })).status] as const;
    for (const name of added) expect(await ask(name)).toEqual([name, 404]);
    for (const name of sentDirectly) expect(await ask(name)).toEqual([name, 200]);
  });

  it.each(Object.entries(direct))("is open when asked %s", async (_, way) => {
    const served = await serve();
    for (const name of namesOfActs.filter((each) => !each.startsWith("set-up by"))) {
      expect([name, ...(await attempt(served, name, way))]).toEqual([name, true, 200]);
    }
  });

  it.each(["set-up by the native API", "set-up by the Pandora API"] as const)(
    "lets this machine do the %s without a token, once",
    async (name) => {
      const served = await serve();
      expect(await attempt(served, name, {})).toEqual([true, 201]);
      expect(await attempt(served, name, {})).toEqual([false, 409]);
    },
  );

  it("cannot be claimed by a header of a client's own", async () => {
    const { front } = await serve({ APP_URL: "https://foyer.example.com" });
    const headers = { Host: "foyer.example.com", "X-Foyer-Local": "yes", "X-Foyer-Mailbox": "yes" };
    const page = await front.ask("/setup", { headers });
    expect(JSON.parse(page.text)).toEqual({ mailbox: false, tryForm: false, setupIsOpen: false });
    const json = acts["set-up by the native API"].json;
    const setUp = { method: "POST", headers: { ...headers, "X-Pacspace-CSRF": "1" }, json };
    expect((await front.ask("/dashboard/auth/setup", setUp)).status).toBe(403);
  });
});

describe("a server with a public address", () => {
  it("is set up with the token that it made up and keeps for its owner alone", async () => {
    const { app, front } = await serve({ APP_URL: "https://foyer.example.com" });
    const setupToken = app.config.setupToken ?? "";
    expect(setupToken).toMatch(/^[\w-]{32,}$/);
    const headers = { "X-Pacspace-CSRF": "1" };
    const json = { ...acts["set-up by the native API"].json, setupToken };
    expect((await front.ask("/dashboard/auth/setup", { method: "POST", headers, json })).status).toBe(201);
  });

  it("shows metrics to whoever has the token, and to nobody without one configured", async () => {
    const token = "a token for the scraper";
    const ask = async (env: Record<string, string>) => {
      const { front } = await serve({ APP_URL: "https://foyer.example.com", ...env });
      return (await front.ask("/metrics", { headers: { Authorization: `Bearer ${token}` } })).status;
    };
    expect(await ask({ METRICS_TOKEN: token })).toBe(200);
    expect(await ask({})).toBe(404);
  });
});

describe("DEV_MAILBOX", () => {
  const container = { HOST: "0.0.0.0", APP_URL: "http://localhost:3000" };
  const staging = { APP_URL: "https://staging.example.com", TRUSTED_PROXY_HOPS: "1" };
  const proxied = { "X-Forwarded-For": "203.0.113.9" };

  it.each<[string, Record<string, string>, Record<string, string>, boolean]>([
    ["on opens it in a container on a developer's machine", { ...container, DEV_MAILBOX: "on" }, {}, true],
    ["on opens it to no other name there", { ...container, DEV_MAILBOX: "on" }, { Host: "rebind.example" }, false],
    ["on opens it to no proxy there", { ...container, DEV_MAILBOX: "on" }, proxied, false],
    ["absent keeps it closed there", container, {}, false],
    [
      "on opens it at a public address to everyone, because it was set by name",
      { ...staging, DEV_MAILBOX: "on" },
      { Host: "staging.example.com", ...proxied },
      true,
    ],
    [
      "on opens it to no other name of a public address",
      { ...staging, DEV_MAILBOX: "on" },
      { Host: "127.0.0.1" },
      false,
    ],
    ["absent keeps it closed at a public address", staging, { Host: "staging.example.com", ...proxied }, false],
    ["off closes it to this machine, too", { DEV_MAILBOX: "off" }, {}, false],
    ["on opens nothing where a provider takes the email", { DEV_MAILBOX: "on", RESEND_API_KEY: "re_1" }, {}, false],
  ])("%s", async (_, env, headers, isOpen) => {
    expect((await attempt(await serve(env), "mailbox", { headers }))[0]).toBe(isOpen);
  });

  it("on opens nothing but the mailbox", async () => {
    const served = await serve({ ...staging, DEV_MAILBOX: "on" });
    for (const name of namesOfActs.filter((each) => !each.includes("mailbox"))) {
      expect([name, (await attempt(served, name, { headers: { Host: "staging.example.com" } }))[0]]).toEqual([
        name,
        false,
      ]);
    }
  });
});
