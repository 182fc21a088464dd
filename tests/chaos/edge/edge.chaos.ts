import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askOn, type HttpAnswer } from "@/tests/support/front";
import { freePort, type ProductProcess, startProduct } from "@/tests/support/product-process";
import { hasNginx, type Nginx, startNginx } from "./nginx";
import { oddForms } from "./odd-forms";

interface Installation {
  product: ProductProcess;
  port: number;
  dataDir: string;
}

async function install(env: Record<string, string>): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), "foyer-edge-"));
  // Lets the `postgres` user in when run as root.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  const all = { DATA_DIR: dataDir, DATABASE_URL: "", RATE_LIMIT_SCALE: "100000", ...env };
  return { product: await startProduct({ port, env: all, logPath: join(dataDir, "server.log") }), port, dataDir };
}

async function remove({ dataDir, product }: Installation): Promise<void> {
  await product.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

const password = "Harbour-Lantern-42";
const admin = { name: "Ada Min", email: "ada@company.example", password };

async function look(port: number, host: string) {
  const ask = askOn(port);
  const headers = { Host: host, Accept: "text/html" };
  const page = (path: string) => ask(path, { headers });
  const post = (path: string, json: unknown) =>
    ask(path, { method: "POST", headers: { Host: host, "X-Pacspace-CSRF": "1" }, json });
  const setup = await page("/setup");
  expect(setup.text).toMatch(/name="email"/);
  return {
    mailbox: (await page("/dev/mailbox")).status,
    message: (await page("/dev/mailbox/01a22538-ed9a-7284-b6b2-18d3c1812319")).status,
    setupAsksForToken: setup.text.includes('name="setupToken"'),
    canTry: />Try it</.test((await page("/docs/pandora")).text),
    metrics: (await page("/metrics")).status,
    native: (await post("/dashboard/auth/setup", { ...admin, setupToken: "made up" })).status,
    pandora: (await post("/compat/pandora/api/auth/setup", { password, setupToken: "made up" })).status,
  };
}

const closed = {
  mailbox: 404,
  message: 404,
  setupAsksForToken: true,
  canTry: false,
  metrics: 404,
  native: 403,
  pandora: 403,
};

function linesOf({ product }: Installation): Record<string, unknown>[] {
  return product
    .log()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

describe("a server with a public address and no email provider", () => {
  let here: Installation;
  let nginx: Nginx | undefined;
  beforeAll(async () => {
    here = await install({ APP_URL: "https://foyer.example.com", TRUSTED_PROXY_HOPS: "1" });
    nginx = hasNginx ? await startNginx(here.port) : undefined;
  });
  afterAll(async () => {
    await nginx?.stop();
    await remove(here);
  });

  it("is closed without a proxy, under every host name", async () => {
    for (const host of ["foyer.example.com", "localhost", `127.0.0.1:${here.port}`, "evil.example"]) {
      expect({ host, ...(await look(here.port, host)) }).toEqual({ host, ...closed });
    }
  });

  // Needs nginx on the machine.
  it.skipIf(!hasNginx)("is closed through nginx, with the documented and with minimal configurations", async () => {
    if (!nginx) throw new Error("nginx was not started");
    for (const port of [nginx.documented, nginx.bare, nginx.bareModern]) {
      for (const host of ["foyer.example.com", "localhost"]) {
        expect({ port, host, ...(await look(port, host)) }).toEqual({ port, host, ...closed });
      }
    }
  });

  it.skipIf(!hasNginx)("logs the proxy's request id", async () => {
    await askOn(nginx?.documented ?? 0)("/login?joined", { headers: { Host: "foyer.example.com" } });
    await expect
      .poll(() => linesOf(here).map(({ requestId }) => requestId))
      .toContainEqual(expect.stringMatching(/^[0-9a-f]{32}$/));
  });

  it("prints where emails are and a setup token, stores it for its owner only and is set up with it", async () => {
    await expect
      .poll(() => here.product.log())
      .toContain("so email isn't sent. Admins see it at https://foyer.example.com");
    const file = join(here.dataDir, "setup.token");
    const setupToken = readFileSync(file, "utf8").trim();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(here.product.log()).toContain(`Setup token: ${setupToken}`);
    const answer = await askOn(here.port)("/dashboard/auth/setup", {
      method: "POST",
      headers: { "X-Pacspace-CSRF": "1" },
      json: { ...admin, setupToken },
    });
    expect(answer.status).toBe(201);
  });
});

describe("a local server", () => {
  let here: Installation;
  beforeAll(async () => {
    here = await install({});
  });
  afterAll(() => remove(here));
  const own = () => `localhost:${here.port}`;

  it("is open to this machine, and closed under another host name and behind a proxy", async () => {
    expect(await look(here.port, "rebind.evil.example")).toEqual(closed);
    expect(await look(here.port, own())).toEqual({
      mailbox: 200,
      message: 404,
      setupAsksForToken: false,
      canTry: true,
      metrics: 200,
      native: 201,
      pandora: 409,
    });
  });

  it("answers malformed forms without a 5xx", async () => {
    const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8"));
    const actions = Object.keys(manifest.node).slice(0, 3);
    expect(actions).toHaveLength(3);
    const faults: string[] = [];
    const statuses = new Set<number>();
    for (const { name, headers, body } of actions.flatMap(oddForms)) {
      const answer = await fetch(`http://${own()}/login`, {
        method: "POST",
        body,
        headers: { ...headers, Origin: `http://${own()}` },
        redirect: "manual",
      });
      statuses.add(answer.status);
      const text = await answer.text();
      if (answer.status >= 500) faults.push(`${answer.status} ${name}`);
      if (answer.status === 400) expect(answer.headers.get("content-type"), name).toMatch(/^text\/plain/);
      expect(text).not.toContain("digest");
    }
    expect(faults).toEqual([]);
    expect([...statuses]).toContain(400);
  });

  it("answers unknown next-auth paths with 400", async () => {
    for (const address of ["http://localhost:3210.evil.example/", "http://["]) {
      const query = new URLSearchParams({ callbackUrl: address });
      expect((await fetch(`http://${own()}/api/auth/session?${query}`)).status).toBe(400);
    }
    expect((await fetch(`http://${own()}/api/auth/session?callbackUrl=%2Faccount`)).status).toBe(200);
  });

  it("answers requests for HTTP/2 and WebSocket upgrades normally", async () => {
    const curl = (...more: string[]) =>
      execFileSync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", ...more], { encoding: "utf8" });
    await fetch(`http://${own()}/login`);
    expect(curl("--http2", `http://${own()}/login`)).toBe("200");
    const upgrade = ["-H", "Connection: Upgrade", "-H", "Upgrade: websocket"];
    expect(curl(...upgrade, `http://${own()}/login`)).toBe("200");
  });

  it("allows caching of immutable files only and sends an id with every page", async () => {
    const ask = askOn(here.port);
    const login = await ask("/login", { headers: { Host: own() } });
    const script = /\/_next\/static\/[^"]+\.js/.exec(login.text)?.[0] ?? "";
    const storable = (answer: HttpAnswer) => !/no-store/.test(String(answer.headers["cache-control"]));
    expect((await ask(script)).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    for (const path of [
      "/login",
      "/login/",
      "/nothing",
      "/_next/static/nothing.js",
      "/api/auth/session",
      "//",
      "/account",
    ]) {
      const answer = await ask(path, { headers: { Host: own() } });
      expect({ path, status: answer.status, isStorable: storable(answer) }).toMatchObject({ path, isStorable: false });
      expect(answer.headers).toMatchObject({ "x-content-type-options": "nosniff", "x-frame-options": "DENY" });
      expect(answer.headers["x-request-id"]).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("logs JSON lines and no error for bad requests", async () => {
    for (const id of ["x", 'x"y', "toString", "\u00e9", "0".repeat(42)]) {
      await fetch(`http://${own()}/login`, {
        method: "POST",
        body: "[]",
        headers: { "Next-Action": id, Origin: `http://${own()}` },
      });
    }
    const lines = linesOf(here);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.every(({ level, time, msg }) => Boolean(level && time && msg))).toBe(true);
    expect(lines.filter(({ level }) => level === "error" || level === "fatal")).toEqual([]);
  });
});
