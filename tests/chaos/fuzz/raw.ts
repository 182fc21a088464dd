import { connect } from "node:net";
import fc from "fast-check";

const long = (length: number) => "a".repeat(length);
const lines = [
  "GET /dashboard/auth/status HTTP/1.1",
  "POST /dashboard/auth/login HTTP/1.1",
  "POST /compat/panguard/api/auth/login HTTP/1.1",
  "POST /compat/quazzar/auth/login HTTP/1.1",
  "GET /compat/balance/dashboard/auth/verify?token=\xff HTTP/1.1",
  "GET /login HTTP/1.1",
  "GET http://evil.example/dashboard/auth/status HTTP/1.1",
  "GET //dashboard/auth/profile HTTP/1.1",
  "OPTIONS * HTTP/1.1",
  "CONNECT localhost:1 HTTP/1.1",
  "TRACE /dashboard/auth/login HTTP/1.1",
  "GET /%zz%00%ff HTTP/1.1",
  "GET /dashboard/%zz HTTP/1.1",
  "GET /dashboard/auth/../../etc/passwd HTTP/1.1",
  "GET \x00 HTTP/1.1",
  "GET / HTTP/9.9",
  "GET /",
  "PRI * HTTP/2.0",
  "\x16\x03\x01\x02\x00\x01",
  "get /dashboard/auth/status HTTP/1.1",
  "G\xc3\x89T / HTTP/1.1",
  `GET /dashboard/${long(20_000)} HTTP/1.1`,
  "",
  " ",
  "GET / HTTP/1.0",
  "POST /api/auth/signin/x HTTP/1.1",
  "GET /_next/image?url=http://evil/&w=1&q=1 HTTP/1.1",
  "GET /health/ready HTTP/1.1",
  "POST /login HTTP/1.1",
];
const headers = [
  "Host: localhost",
  "Host: localhost\r\nHost: evil",
  "Host: ",
  "Host: a b",
  "Host: [::1",
  "Connection: upgrade\r\nUpgrade: websocket",
  "Content-Type: application/json",
  "Content-Length: 5",
  "Content-Length: -1",
  "Content-Length: 5\r\nContent-Length: 6",
  "Content-Length: 99999999999999999999",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: chunked\r\nContent-Length: 3",
  "Transfer-Encoding: gzip, chunked",
  "Transfer-Encoding: xchunked",
  `X-Long: ${long(20_000)}`,
  Array.from({ length: 300 }, (_, index) => `X-${index}: 1`).join("\r\n"),
  "X-Nul: a\x00b",
  "X: a\r\n folded",
  "No colon",
  ": empty",
  "Expect: 100-continue",
  "Cookie: foyer_access=\xff\xfe",
  `Cookie: ${"a=b; ".repeat(500)}`,
  "Authorization: Bearer \xff%",
  "Accept-Language: \xff",
  "Content-Encoding: gzip",
  "Next-Action: x\r\nContent-Type: text/plain",
  "RSC: 1",
  "X-Forwarded-For: \xff",
  "Origin: null",
  "Range: bytes=0-,0-,0-",
];
const bodies = [
  "",
  "{}",
  "hello",
  '{"email":"a"',
  "5\r\nhello\r\n0\r\n\r\n",
  "zz\r\nhello\r\n",
  "ffffffffffffffffff\r\nx",
  "-1\r\n",
  "1\r\nab\r\n0\r\n\r\n",
  `5;${long(20_000)}\r\nhello\r\n`,
  "\x1f\x8b\x08\x00",
  "\xff\xfe\x00",
  `{"a":"${long(70_000)}"}`,
  "0\r\nX-Trailer: \x00\r\n\r\n",
  "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
];

/** Bytes that resemble a request. */
export const rawInputs: fc.Arbitrary<Buffer> = fc
  .record({
    line: fc.constantFrom(...lines),
    host: fc.constantFrom("Host: localhost\r\n", "Host: localhost\r\n", "Host: localhost\r\n", ""),
    headers: fc.oneof(fc.constant<string[]>([]), fc.array(fc.constantFrom(...headers), { minLength: 1, maxLength: 2 })),
    body: fc.constantFrom(...bodies),
    isFramed: fc.boolean(),
    newline: fc.constantFrom("\r\n", "\r\n", "\r\n", "\n", "\r"),
    cut: fc.option(fc.nat(200), { freq: 10 }),
  })
  .map(({ body, cut, headers: given, host, isFramed, line, newline }) => {
    const frame = isFramed ? `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n` : "";
    const text = `${line}\r\n${host}${frame}${given.map((one) => `${one}\r\n`).join("")}\r\n${body}`;
    const bytes = Buffer.from(newline === "\r\n" ? text : text.replaceAll("\r\n", newline), "latin1");
    return cut === null ? bytes : bytes.subarray(0, cut);
  });

/** The first status, "closed" without one, or "hang" on timeout. */
export function sendRaw(port: number, bytes: Buffer, millisecondsMax: number): Promise<string> {
  return new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    const received: Buffer[] = [];
    const timer = setTimeout(() => end("hang"), millisecondsMax);
    function end(what: string): void {
      clearTimeout(timer);
      socket.destroy();
      const [, status] = /^HTTP\/1\.1 (\d{3})/.exec(Buffer.concat(received).toString("latin1")) ?? [];
      done(status ?? what);
    }
    socket.on("data", (chunk: Buffer) => {
      received.push(chunk);
      const text = Buffer.concat(received).toString("latin1");
      // 1xx isn't an answer.
      if (/^HTTP\/1\.1 [2-5]\d\d/.test(text) && text.includes("\r\n\r\n")) end("");
    });
    socket.on("end", () => end("closed"));
    socket.on("close", () => end("closed"));
    socket.on("error", () => end("closed"));
    socket.on("connect", () => socket.end(bytes));
  });
}
