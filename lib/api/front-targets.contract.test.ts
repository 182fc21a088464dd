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
  const toPages = [
    "/DASHBOARD/auth/profile",
    "//dashboard/auth/profile",
    "/%64ashboard/auth/profile",
    "/./dashboard/auth",
  ];
  const more = [
    "/dashboard;x/auth/profile",
    "/dashboard%2fauth/profile",
    "/admin/../dashboard/auth/profile",
    "/dashboard\\auth",
  ];

  it("goes to the pages as it came, where no API has that path", async () => {
    const seen: string[] = [];
    const { front } = await serveFront({}, async (request, response) => {
      seen.push(request.url ?? "");
      response.statusCode = 404;
      response.end();
    });
    const paths = [...toPages, ...more];
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
      ...["/dashboard/..;/admin", "/dashboard/..%2fadmin", "/dashboard/..%5cadmin", "/dashboard/auth%2fprofile"],
      ...[
        "/dashboard/auth/profile;x",
        "/dashboard/auth/profile/",
        "/dashboard//auth/profile",
        "/dashboard/AUTH/profile",
      ],
      ...["/dashboard/auth/profile%00", "/dashboard/auth/profile%2f", "/dashboard/auth/%70rofile%20", "/dashboard/%zz"],
      ...[
        "/dashboard/admin/users/.",
        "/dashboard/admin/./users",
        "/dashboard/x/../admin/users",
        "/compat/../dashboard/admin/users",
      ],
    ];
    for (const path of paths) {
      const status = statusOf(await front.sendRaw(raw(path, "localhost:3000")));
      expect({ path, isShut: status === 404 || status === 401, status }).toMatchObject({ path, isShut: true });
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

/** Pages that read a whole body before they answer, and which of them were asked for. */
async function serveReaders() {
  const seen: string[] = [];
  const { front } = await serveFront({}, async (request, response) => {
    for await (const _ of request);
    seen.push(request.url ?? "");
    response.end();
  });
  return { front, seen };
}

describe("bytes that two servers could read as different requests", () => {
  const head = "POST /login HTTP/1.1\r\nHost: localhost:3000\r\nOrigin: http://localhost:3000\r\n";
  const second = raw("/second", "localhost:3000");
  const chunked = "Transfer-Encoding: chunked\r\n";
  const empty = `\r\n0\r\n\r\n${second}`;
  const framed = `${head}Content-Length: 0\r\n\r\n${second}`;
  const shapes: Record<string, string> = {
    "a length and chunks": `${head}Content-Length: 6\r\n${chunked}${empty}`,
    "chunks and a length": `${head}${chunked}Content-Length: 4\r\n${empty}`,
    "an encoding that nobody knows": `${head}Transfer-Encoding: xchunked\r\n${empty}`,
    "another encoding after the chunks": `${head}Transfer-Encoding: chunked, identity\r\n${empty}`,
    "two lines of encodings": `${head}${chunked}Transfer-Encoding: identity\r\n${empty}`,
    "an encoding behind a control character": `${head}Transfer-Encoding: \u000bchunked\r\n${empty}`,
    "an encoding in quotes": `${head}Transfer-Encoding: "chunked"\r\n${empty}`,
    "a space behind the name of the encoding": `${head}Transfer-Encoding : chunked\r\n${empty}`,
    "a space in front of the name of the encoding": `${head} ${chunked}${empty}`,
    "an encoding on a folded line": `${head}Transfer-Encoding:\r\n chunked\r\n${empty}`,
    "two lengths": `${head}Content-Length: 0\r\nContent-Length: 44\r\n\r\n${second}`,
    "the same length twice": `${head}Content-Length: 0\r\nContent-Length: 0\r\n\r\n${second}`,
    "a list of lengths": `${head}Content-Length: 0, 44\r\n\r\n${second}`,
    "a length of +2": `${head}Content-Length: +2\r\n\r\n{}${second}`,
    "a length of -1": `${head}Content-Length: -1\r\n\r\n${second}`,
    "a length of 0x2": `${head}Content-Length: 0x2\r\n\r\n{}${second}`,
    "a length of 2 2": `${head}Content-Length: 2 2\r\n\r\n{}${second}`,
    "no length where one is named": `${head}Content-Length: \r\n\r\n${second}`,
    "a length beyond every number": `${head}Content-Length: 99999999999999999999\r\n\r\n{}${second}`,
    "a space behind the name of the length": `${head}Content-Length : 2\r\n\r\n{}${second}`,
    "a chunk of -2": `${head}${chunked}\r\n-2\r\n{}\r\n0\r\n\r\n${second}`,
    "a chunk of 0x2": `${head}${chunked}\r\n0x2\r\n{}\r\n0\r\n\r\n${second}`,
    "a chunk beyond every number": `${head}${chunked}\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n${second}`,
    "a chunk that is longer than it says": `${head}${chunked}\r\n1\r\n{}\r\n0\r\n\r\n${second}`,
    "a chunk's extension that ends with LF": `${head}${chunked}\r\n2;\n{}\r\n0\r\n\r\n${second}`,
    "a chunk's extension with a CR": `${head}${chunked}\r\n2;a\rb\r\n{}\r\n0\r\n\r\n${second}`,
    "a folded header": `${head}X-A: a\r\n b\r\nContent-Length: 0\r\n\r\n${second}`,
    "LF alone": framed.replaceAll("\r\n", "\n"),
    "CR alone": framed.replaceAll("\r\n", "\r"),
    "one LF alone": `${head}X: 1\nContent-Length: 0\r\n\r\n${second}`,
    "one CR alone": `${head}X: 1\rContent-Length: 0\r\n\r\n${second}`,
    "a NUL": `${head}X: a\u0000b\r\n\r\n${second}`,
    "a header without a name": `${head}: x\r\n\r\n${second}`,
    "a header without a colon": `${head}Nothing\r\n\r\n${second}`,
    "a target with a space": `GET /a b HTTP/1.1\r\nHost: localhost:3000\r\n\r\n${second}`,
  };

  it("are refused before a page has read a request, and the connection ends", async () => {
    const { front, seen } = await serveReaders();
    for (const [shape, bytes] of Object.entries(shapes)) {
      const answers = (await front.sendRaw(bytes)).match(/HTTP\/1\.1 \d{3}/g);
      expect({ shape, answers, seen }).toEqual({ shape, answers: ["HTTP/1.1 400"], seen: [] });
    }
    // The frame of the table itself is good: two requests, two answers.
    expect((await front.sendRaw(framed)).match(/HTTP\/1\.1 \d{3}/g)).toEqual(["HTTP/1.1 200", "HTTP/1.1 200"]);
    expect(seen).toEqual(["/login", "/second"]);
  });

  it("read a chunk's extension as nothing, and refuse one without an end", async () => {
    const { front } = await serveReaders();
    const withExtension = (extension: string) => `${head}${chunked}\r\n2;${extension}\r\n{}\r\n0\r\n\r\n${second}`;
    expect((await front.sendRaw(withExtension("a=b"))).match(/HTTP\/1\.1 \d{3}/g)).toHaveLength(2);
    expect((await front.sendRaw(withExtension("a".repeat(20_000)))).match(/HTTP\/1\.1 \d{3}/g)).toEqual([
      "HTTP/1.1 413",
    ]);
  });

  it("are no request when they speak another protocol, or this one wrongly", async () => {
    const { front, seen } = await serveReaders();
    const cases: [what: string, bytes: string, status: string | undefined][] = [
      ["HTTP/1.1 without Host", "GET /login HTTP/1.1\r\nConnection: close\r\n\r\n", "400"],
      ["HTTP/9.9", "GET /login HTTP/9.9\r\nHost: localhost:3000\r\n\r\n", "400"],
      ["HTTP/2's preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"],
      ["TLS", "\u0016\u0003\u0001\u0002\u0000\u0001", "400"],
      ["a method in lower case", "get /login HTTP/1.1\r\nHost: localhost:3000\r\n\r\n", "400"],
      ["CONNECT", `CONNECT localhost:1 HTTP/1.1\r\nHost: localhost:3000\r\n\r\n${second}`, undefined],
    ];
    for (const [what, bytes, status] of cases) {
      expect([what, /^HTTP\/1\.1 (\d{3})/.exec(await front.sendRaw(bytes))?.[1]]).toEqual([what, status]);
    }
    expect(seen).toEqual([]);
  });

  it("never let the rest of a refused body pass for a request", async () => {
    const { front, seen } = await serveReaders();
    const post = (type: string, length: number) =>
      `POST /dashboard/auth/login HTTP/1.1\r\nHost: localhost:3000\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`;
    const closing = raw("/closing", "localhost:3000");
    for (const [type, status, length] of [
      ["application/json", 413, 70_000],
      ["text/plain", 415, 1_000],
    ] as const) {
      const answer = await front.sendRaw(`${post(type, length)}${second.padEnd(length)}${closing}`);
      expect({ type, status: statusOf(answer) }).toEqual({ type, status });
    }
    expect(seen).not.toContain("/second");
  });
});
