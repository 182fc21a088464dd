import { describe, expect, it } from "vitest";
import { serveFront } from "@/tests/support/front";

const own = "localhost:3000";

async function servePages(variables: Record<string, string> = {}) {
  const seen: { url: string; headers: Record<string, unknown> }[] = [];
  const served = await serveFront(variables, async (request, response) => {
    seen.push({ url: request.url ?? "", headers: { ...request.headers } });
    response.statusCode = (request.url ?? "").includes("missing") ? 404 : 200;
    response.end("a page");
  });
  const send = async (method: string, target: string, headers: string[] = []) => {
    const lines = [`${method} ${target} HTTP/1.1`, `Host: ${own}`, ...headers, "Connection: close", "", ""];
    const answer = await served.front.sendRaw(lines.join("\r\n"));
    return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]), answer };
  };
  return { ...served, seen, send };
}

const places = ["/docs/", "/api/auth/", "/dev/mailbox/", "/admin/users/", "/", "/_next/static/", "/dashboard/auth/"];
const unreadable = ["%ff", "%C0%80", "%ED%A0%80", "%", "%zz", "%F4%90%80%80", "a%e2%82", "%80x", "x/%fe/y"];

describe("a path that isn't UTF-8", () => {
  it("is a wrong request and no fault of ours, wherever it leads", async () => {
    const { lines, seen, send } = await servePages();
    for (const place of places) {
      for (const step of unreadable) {
        for (const target of [`${place}${step}`, `${place}${step}?a=1`, `http://${own}${place}${step}`]) {
          expect({ target, status: (await send("GET", target)).status }).toEqual({ target, status: 400 });
        }
      }
    }
    expect(seen).toEqual([]);
    await expect.poll(() => lines).toHaveLength(places.length * unreadable.length * 3);
    expect(new Set(lines.map(({ level, status }) => `${level} ${status}`))).toEqual(new Set(["info 400"]));
  });

  it("is told from one in another script, and from a query that isn't UTF-8", async () => {
    const { send } = await servePages();
    for (const target of ["/docs/%C3%A9", "/docs/%F0%9F%94%A5", "/docs/a%20b", "/docs/50%25", "/login?next=%ff"]) {
      expect({ target, status: (await send("GET", target)).status }).toEqual({ target, status: 200 });
    }
  });
});

const waysUp = [
  "/_next/../login",
  "/_next/static/../../login",
  "/x/./login",
  "/./login",
  "/../login",
  "/login/..",
  "/login/.",
  "/_next/%2e%2e/login",
  "/_next/%2E./login",
  "/_next/.%2e/login",
  "/%2e/login",
  "/login/%2e%2e",
  "/_next/..%2flogin",
  "/_next%2f..%2flogin",
  "/_next/%2e%2e%2Flogin",
  "/_next/%252e%252e/login",
  "/_next\\..\\login",
  "/_next/..\\login",
  "/_next/..%5clogin",
  "/_next%5C%2e%2e%5Clogin",
  "/dashboard\\auth",
  "/login#/../admin",
  "/dashboard#x",
  "//..//login",
];

describe("a path that others could take for another path", () => {
  it("is refused before anybody decides by it, and leaves a line", async () => {
    const { front, lines, seen, send } = await servePages();
    for (const method of ["GET", "POST"]) {
      for (const path of waysUp) {
        for (const target of [path, `http://${own}${path}`]) {
          const headers = [`Origin: http://${own}`, "Content-Length: 0"];
          expect({ method, target, status: (await send(method, target, headers)).status }).toEqual({
            method,
            target,
            status: 400,
          });
        }
      }
    }
    expect(seen).toEqual([]);
    await expect.poll(() => lines).toHaveLength(waysUp.length * 4);
    expect(lines[0]).toMatchObject({ level: "info", method: "GET", path: waysUp[0], status: 400 });
    const { text } = await front.ask("/metrics", { headers: { Host: own } });
    expect(text).toContain(
      `foyer_http_request_duration_seconds_count{area="pages",method="POST",status="400"} ${waysUp.length * 2}`,
    );
  });

  it("is told from one with dots in its names", async () => {
    const { send } = await servePages();
    for (const target of ["/.well-known/x", "/docs/a..b", "/docs/...", "/docs/..a", "/icon.svg", "/docs?x=/../y"]) {
      expect({ target, status: (await send("GET", target)).status }).toEqual({ target, status: 200 });
    }
  });
});

describe("a page", () => {
  it("takes no method that none of ours has, even from our own pages", async () => {
    const { seen, send } = await servePages();
    for (const method of ["PUT", "DELETE", "PATCH", "PROPFIND", "TRACE", "MKCOL", "QUERY"]) {
      for (const target of ["/login", "/icon.svg", "/api/auth/session"]) {
        const { answer, status } = await send(method, target, [`Origin: http://${own}`]);
        expect({ method, target, status }).toEqual({ method, target, status: 405 });
        expect(answer).toMatch(/^allow: GET, HEAD, POST, OPTIONS\r$/im);
      }
    }
    expect(seen).toEqual([]);
  });
});

const file = "/_next/static/chunks/a.js";

describe("what Next keeps below its own name", () => {
  it("is read and nothing else", async () => {
    const { lines, seen, send } = await servePages();
    const methods = ["OPTIONS", "PUT", "POST", "DELETE", "PATCH", "PROPFIND", "TRACE", "MKCOL"];
    const targets = [file, "/_next/", "/_next/image?url=x", "/%5fnext/static/a.js", "//_next/static/a.js"];
    for (const method of methods) {
      for (const target of targets) {
        const { answer, status } = await send(method, target, [`Origin: http://${own}`]);
        expect({ method, target, status }).toEqual({ method, target, status: 405 });
        expect(answer).toMatch(/^allow: GET, HEAD\r$/im);
      }
    }
    expect(seen).toEqual([]);
    await expect.poll(() => lines).toHaveLength(methods.length * targets.length);
    for (const method of ["GET", "HEAD"]) expect((await send(method, file)).status).toBe(200);
  });

  it("hears of no condition and no range that its file server answers with a fault", async () => {
    const { seen, send } = await servePages();
    const conditions = [
      'If-Match: "x"',
      "If-Match: *",
      "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
      "If-Unmodified-Since: x",
      "Range: bytes=999999999-",
      "Range: bytes=5-1",
      "Range: bytes=-0",
      "range: x",
    ];
    for (const target of [file, "/%5Fnext/static/chunks/a.js", "/login"]) {
      for (const condition of conditions) expect((await send("GET", target, [condition])).status).toBe(200);
      await send("GET", target, ['If-None-Match: "kept"']);
      expect(seen.at(-1)?.headers).toMatchObject({ "if-none-match": '"kept"' });
    }
    const names = new Set(seen.flatMap(({ headers }) => Object.keys(headers)));
    for (const name of ["if-match", "if-unmodified-since", "range"]) expect(names).not.toContain(name);
  });

  it("has no page for anybody but Next", async () => {
    const { seen, send } = await servePages();
    const names = ["/_global-error", "/_error", "/_not-found", "/_document", "/_app", "/_not-found/page"];
    const more = ["/%5Fglobal-error", "/_global-error.rsc", "//_error", "/_next", "/_next/data/x/_error.json"];
    for (const target of [...names, ...more, "/_error?x=1", "/_next/image?url=x"]) {
      for (const method of ["GET", "HEAD"]) {
        expect({ target, status: (await send(method, target)).status }).toEqual({ target, status: 404 });
      }
    }
    expect(seen).toEqual([]);
  });

  it("leaves a line unless a file was found", async () => {
    const { lines, send } = await servePages();
    for (const target of [file, "/_next/static/missing.js", "/_next/data", "/%5fnext/static/a.js"]) {
      await send("GET", target);
      await send("HEAD", target);
    }
    await send("POST", file);
    await expect.poll(() => lines).toHaveLength(7);
    expect(lines.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      "GET /_next/static/missing.js 404",
      "HEAD /_next/static/missing.js 404",
      "GET /_next/data 404",
      "HEAD /_next/data 404",
      "GET /%5fnext/static/a.js 200",
      "HEAD /%5fnext/static/a.js 200",
      `POST ${file} 405`,
    ]);
  });

  it("keeps a password in a whole address out of the log", async () => {
    const { lines, send } = await servePages();
    expect((await send("GET", `http://jane:secret@${own}/login`)).status).toBe(400);
    await expect.poll(() => lines).toMatchObject([{ path: "", status: 400 }]);
    expect(JSON.stringify(lines)).not.toContain("secret");
  });
});
