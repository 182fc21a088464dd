import type { ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { createLog, takeOverConsole } from "@/lib/platform/log";
import { beginAction } from "@/lib/platform/server/page-request";
import { serveFront } from "@/tests/support/front";

describe("an answer", () => {
  const always = { "x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "no-referrer" };

  it("says what every answer says, whoever gives it", async () => {
    const { front } = await serveFront({ APP_URL: "https://foyer.example.com" }, async (request, response) => {
      if (request.url === "/broken") throw new Error("broken");
      if (request.url === "/moved") response.writeHead(308, { Location: "/account" });
      if (request.url === "/early") response.writeHead(307, "Elsewhere", { Location: "/login" });
      response.end();
    });
    const asked: [string, { method?: string; headers?: Record<string, string> }, number][] = [
      ["/login", {}, 200],
      ["/moved", {}, 308],
      ["/early", {}, 307],
      ["/login", { method: "POST", headers: { Origin: "https://evil.example" } }, 403],
      ["*", {}, 400],
      ["/health/live", {}, 200],
      ["/metrics", {}, 404],
      ["/dashboard/auth/status", {}, 200],
      ["/dashboard/nothing", {}, 404],
      ["/compat/nothing", {}, 404],
    ];
    for (const [path, sent, status] of asked) {
      const answer = await front.ask(path, sent);
      expect({ path, status: answer.status, ...answer.headers }).toMatchObject({
        path,
        status,
        ...always,
        "cache-control": "no-store",
        "strict-transport-security": expect.stringContaining("max-age"),
      });
    }
  });

  it("is a 503 with a sentence for every page until the database is prepared, and never a fault", async () => {
    const { app, front, lines } = await serveFront();
    app.gate.isOpen = false;
    for (const [path, method] of [
      ["/", "GET"],
      ["/setup", "GET"],
      ["/login", "POST"],
      ["/_next/image", "HEAD"],
    ] as const) {
      const answer = await front.ask(path, { method, headers: { Origin: app.env.APP_URL } });
      expect({ path, status: answer.status }).toEqual({ path, status: path.startsWith("/_") ? 404 : 503 });
      if (answer.status === 503) expect(answer.text).toBe("The database isn't ready yet. Try again in a moment.\n");
      if (answer.status === 503) expect(answer.headers["retry-after"]).toBe("2");
    }
    expect((await front.ask("/_next/static/a.css")).status).toBe(200);
    app.gate.isOpen = true;
    expect((await front.ask("/setup")).status).toBe(200);
    expect(lines.filter(({ level }) => level !== "info")).toEqual([]);
  });

  it("is stored the way that whoever made it said", async () => {
    const { front } = await serveFront({}, async (request, response) => {
      if (request.url === "/set") response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
      if (request.url === "/written") response.writeHead(200, { "cache-control": "public, max-age=60" });
      response.end("body");
    });
    expect((await front.ask("/set")).headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await front.ask("/written")).headers["cache-control"]).toBe("public, max-age=60");
  });

  it("to a request that asks for another protocol is the answer in this one", async () => {
    const { front } = await serveFront();
    const upgrades = ["Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA", "Upgrade: websocket", "Upgrade: x"];
    for (const upgrade of upgrades) {
      const head = ["GET /login HTTP/1.1", "Host: localhost:3000", "Connection: Upgrade, close", upgrade, "", ""];
      expect(await front.sendRaw(head.join("\r\n"))).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*a page/);
    }
  });

  it("carries the request's id, which is a trusted proxy's own where it is one", async () => {
    const idOf = async (env: Record<string, string>, path: string, id: string) =>
      (await (await serveFront(env)).front.ask(path, { headers: { "X-Request-Id": id } })).headers["x-request-id"];
    const made = expect.stringMatching(/^[0-9a-f-]{36}$/);
    for (const path of ["/login", "/dashboard/auth/status", "/compat/pandora"]) {
      const proxied = { TRUSTED_PROXY_HOPS: "1" };
      expect(await idOf(proxied, path, "req_01.ABC-9")).toBe("req_01.ABC-9");
      expect(await idOf({}, path, "req_01.ABC-9")).toEqual(made);
      for (const id of ["a".repeat(65), 'with "quotes"', "<b>bold</b>", "short", "a,b,c,d,e"]) {
        expect(await idOf(proxied, path, id)).toEqual(made);
      }
    }
  });
});

describe("a form that Next cannot read", () => {
  const post = { method: "POST", headers: { Origin: "http://localhost:3000" } };

  it.each<[string, (response: ServerResponse) => void]>([
    ["at once", (response) => void response.end("Internal Server Error")],
    ["in pieces", (response) => void (response.write("<html>") && response.end("</html>"))],
    ["with a head of its own", (response) => void response.writeHead(500, { "Content-Length": "5" }).end("fault")],
  ])("is 400 in plain text, where Next says 500 %s", async (_, sayFault) => {
    const { front, lines } = await serveFront({}, async (_request, response) => {
      response.statusCode = 500;
      response.setHeader("Content-Type", "text/x-component");
      response.setHeader("ETag", "x");
      sayFault(response);
      response.statusCode = 500;
    });
    const answer = await front.ask("/login", post);
    expect(answer).toMatchObject({ status: 400, text: "This form couldn't be read. Reload the page and try again.\n" });
    expect(answer.headers).toMatchObject({ "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
    expect(answer.headers.etag).toBeUndefined();
    await expect.poll(() => lines).toMatchObject([{ level: "info", status: 400 }]);
  });

  it("leaves a fault a fault once an action of ours has begun, and where a page was only read", async () => {
    const { front, lines } = await serveFront({}, async (request, response) => {
      if (request.method === "POST") beginAction();
      response.statusCode = 500;
      response.end("a fault of ours");
    });
    expect(await front.ask("/login", post)).toMatchObject({ status: 500, text: "a fault of ours" });
    expect(await front.ask("/login")).toMatchObject({ status: 500, text: "a fault of ours" });
    await expect
      .poll(() => lines.map(({ level, status }) => [level, status]))
      .toEqual([
        ["error", 500],
        ["error", 500],
      ]);
  });

  it("from another address is refused with the right one, and leaves both in the log", async () => {
    const { front, lines } = await serveFront();
    const answer = await front.ask("/login", { method: "POST", headers: { Origin: "http://localhost:4000" } });
    expect(answer).toMatchObject({
      status: 403,
      text: "This form came from another address. Open http://localhost:3000 and try again.\n",
    });
    // Next shows only this type.
    expect(answer.headers["content-type"]).toBe("text/plain");
    expect(lines[0]).toMatchObject({
      level: "warn",
      origin: "http://localhost:4000",
      expected: "http://localhost:3000",
    });
  });
});

describe("a form from anywhere but our own pages", () => {
  const own = "http://localhost:3000";
  const foreign: Record<string, Record<string, string>> = {
    "without an Origin": {},
    "from null": { Origin: "null" },
    "from another site": { Origin: "https://evil.example" },
    "from a name that begins like ours": { Origin: `${own}.evil.example` },
    "from a name that ends like ours": { Origin: "http://evil-localhost:3000" },
    "from below our name": { Origin: "http://evil.localhost:3000" },
    "from another port": { Origin: "http://localhost:3001" },
    "from no port": { Origin: "http://localhost" },
    "over TLS": { Origin: "https://localhost:3000" },
    "in upper case": { Origin: "HTTP://LOCALHOST:3000" },
    "with a slash": { Origin: `${own}/` },
    "with a user": { Origin: "http://localhost:3000@evil.example" },
    "from two": { Origin: `${own}, https://evil.example` },
    "with a forwarded host": { Origin: "https://evil.example", "X-Forwarded-Host": "evil.example" },
    "with a forwarded host and scheme": {
      Origin: "https://evil.example",
      "X-Forwarded-Host": "evil.example",
      "X-Forwarded-Proto": "https",
    },
    "with the Host of its Origin": { Origin: "https://evil.example", Host: "evil.example" },
    "with our address as Referer alone": { Referer: `${own}/login` },
  };

  it("is refused before a page reads it, however it is sent", async () => {
    const read: string[] = [];
    const { front } = await serveFront({}, async (request, response) => {
      read.push(request.method ?? "");
      response.end();
    });
    const action = { "Next-Action": "0".repeat(42), "Content-Type": "text/plain;charset=UTF-8" };
    for (const [name, headers] of Object.entries(foreign)) {
      for (const kind of [{}, action]) {
        const { status } = await front.ask("/login", { method: "POST", headers: { ...headers, ...kind } });
        expect({ name, status, read }).toEqual({ name, status: 403, read: [] });
      }
    }
    await front.ask("/login", { method: "POST", headers: { Origin: own, ...action } });
    expect(read).toEqual(["POST"]);
  });
});

describe("what is written to the console", () => {
  it("is a line of the log each, however it looks, with the id of its request", async () => {
    const written: string[] = [];
    const restore = takeOverConsole(createLog("info", { write: (line) => void written.push(line) }));
    onTestFinished(restore);
    const { front } = await serveFront({}, async (request, response) => {
      if (request.method === "POST") console.error(new Error('Invalid id "a\r\n{"level":"fatal"}"'));
      else console.warn(" \u001b[33m⚠\u001b[39m in\ntwo lines: %s", request.headers["next-action"]);
      response.end();
    });
    console.log("");
    process.emitWarning("old way", "DeprecationWarning");
    await front.ask("/login", { headers: { "Next-Action": 'x"\u00e9\\' } });
    await front.ask("/login", { method: "POST", headers: { Origin: "http://localhost:3000" } });
    const lines = written.map((line) => JSON.parse(line));
    expect(written.every((line) => /^[^\r\n]*\n$/.test(line))).toBe(true);
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
    expect(lines).toEqual([
      expect.objectContaining({ level: "warn", warning: "DeprecationWarning", msg: "old way" }),
      expect.objectContaining({ level: "warn", requestId, msg: '⚠ in\ntwo lines: x"\u00e9\\' }),
      // Clients must not be able to trigger alerts.
      expect.objectContaining({ level: "warn", requestId, msg: expect.stringContaining("Invalid id") }),
    ]);
  });
});
