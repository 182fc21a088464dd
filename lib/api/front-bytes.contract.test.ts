import { describe, expect, it } from "vitest";
import { serveFront } from "@/tests/support/front";

function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

const raw = (target: string, host: string, more: string[] = []) =>
  [`GET ${target} HTTP/1.1`, `Host: ${host}`, ...more, "Connection: close", "", ""].join("\r\n");

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
    // Shows that the framing itself is valid: two requests, two answers.
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
