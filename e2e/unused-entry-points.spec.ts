import { connect } from "node:net";
import { declared, expectHeaders } from "./access";
import { expect, test } from "./fixtures";

test("every answer has the security headers and is never cached, whatever its status", async ({ request }) => {
  const asked: [method: "get" | "post", path: string, isPage: boolean][] = [
    ...Object.keys(declared)
      .filter((page) => !page.includes("["))
      .map((page): ["get", string, boolean] => ["get", page, page !== "/session/refresh"]),
    ["get", "/no/such/page", true],
    ["get", "/verify-email?token=made-up", true],
    ["get", "/dashboard/auth/profile", false],
    ["get", "/dashboard/auth/status", false],
    ["get", "/dashboard/auth/openapi.json", false],
    ["get", "/dashboard/nowhere", false],
    ["post", "/dashboard/auth/login", false],
    ["get", "/compat/quazzar/users/me", false],
    ["get", "/compat/nowhere", false],
    ["get", "/api/auth/session", false],
  ];
  for (const [method, path, isPage] of asked) {
    const answer = await request[method](path, { maxRedirects: 0 });
    expectHeaders(`${method} ${path}`, answer.headers(), isPage);
    expect(answer.headers()["cache-control"] ?? "", path).toMatch(/no-store/);
    expect(answer.headers()["strict-transport-security"], "not over plain http").toBeUndefined();
  }
});

test("entry points of Next that Foyer doesn't use are closed", async ({ request, baseURL }) => {
  for (const path of [
    "/_next/image?url=%2Ficon.svg&w=64&q=75",
    "/_next/image?url=http%3A%2F%2F169.254.169.254%2F&w=64&q=75",
    "/_next/image?url=https%3A%2F%2Fevil.example%2Fx.avif&w=3840&q=75",
    "/api/auth/signin",
    "/api/auth/signin/credentials",
    "/api/auth/providers",
    "/api/auth/signout",
    "/api/auth/error",
    "/api/auth/verify-request",
    "/api/auth/callback/credentials",
    "/api/auth/_log",
    "/.env",
    "/.git/config",
    "/package.json",
    "/_next/static/../../package.json",
  ]) {
    const answer = await request.get(path, { maxRedirects: 0 });
    expect([400, 404], `${path} ${answer.status()}`).toContain(answer.status());
    expect(answer.headers()["set-cookie"], path).toBeUndefined();
  }
  const origin = baseURL ?? "";
  // A fake promise chain for React's decoder.
  const chain = `{"then":"$1:__proto__:then","status":"resolved_model","value":"{\\"then\\":\\"$B1\\"}","_response":{"_prefix":"process.exit(1);","_formData":{"get":"$1:constructor:constructor"}}}`;
  const payloads: Record<string, string>[] = [
    { "0": chain, "1": '"$@0"' },
    { "0": '["$1:__proto__:constructor:constructor"]', "1": "{}" },
    { "0": '["$F1"]', "1": '{"id":"child_process#execSync","bound":["id"]}' },
    { "0": '"$Q0"' },
    { "0": JSON.stringify("$@0".repeat(1000)) },
  ];
  for (const action of ["x", "0".repeat(42), "../../etc/passwd", "__proto__", "constructor"]) {
    for (const multipart of payloads) {
      for (const path of ["/login", "/admin/users"]) {
        const answer = await request.post(path, {
          multipart,
          headers: { "Next-Action": action, origin },
          maxRedirects: 0,
        });
        expect(answer.status(), `${path} ${action}`).toBeGreaterThanOrEqual(400);
        expect(answer.status(), `${path} ${action}`).toBeLessThan(500);
      }
    }
    for (const from of ["null", "https://evil.example", undefined]) {
      const headers = { "Next-Action": action, ...(from === undefined ? {} : { origin: from }) };
      expect((await request.post("/login", { data: "[]", headers, maxRedirects: 0 })).status()).toBe(403);
    }
  }
  expect(await upgraded(new URL(origin))).toMatch(/^HTTP\/1\.1 404 /);
  expect((await request.get("/health/live")).status()).toBe(200);
});

function upgraded({ hostname, port }: URL): Promise<string> {
  return new Promise((done) => {
    let text = "";
    const socket = connect(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname);
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => done(text));
    socket.on("close", () => done(text));
    socket.write(
      `GET /_next/webpack-hmr HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n` +
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
  });
}
