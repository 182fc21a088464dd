import { expect, it } from "vitest";
import { createUser, registerInput, signIn, strangeToken } from "@/tests/support/factories";
import { NativeClient } from "@/tests/support/native-client";
import { testContext } from "@/tests/support/test-context";

async function signedIn(appUrl = "http://localhost:3000") {
  const test = await testContext({ config: { appUrl } });
  const user = await createUser(test);
  const api = new NativeClient(test);
  const login = await api.signIn(user);
  return { test, user, api, login };
}

it("rejects forms and plain text from other sites, so nobody is signed in by one", async () => {
  const { api, user } = await signedIn();
  const login = { email: user.email, password: user.password };
  const bodies = {
    login,
    register: registerInput(),
    "reset-password": { token: strangeToken(), password: "NewSecurePass1" },
    "team/register": { token: strangeToken(), name: "Jo", password: "NewSecurePass1" },
  };
  for (const [path, body] of Object.entries(bodies)) {
    const form = new FormData();
    for (const [name, value] of Object.entries(body)) form.set(name, String(value));
    const json = JSON.stringify(body);
    const sent = [
      { body: new URLSearchParams(Object.entries(body).map(([name, value]) => [name, String(value)])) },
      { body: form },
      { body: json, headers: { "content-type": "text/plain" } },
      { body: json, headers: { "content-type": "text/plain; charset=application/json" } },
      { body: json, headers: { "content-type": "application/jsonx" } },
      { body: json, headers: { "content-type": "application/x-www-form-urlencoded" } },
      { body: new Uint8Array(Buffer.from(json)) },
    ];
    for (const one of sent) {
      const { status, setCookies } = await api.another().send("POST", path, { csrf: false, ...one });
      expect({ path, status, setCookies }).toEqual({ path, status: 415, setCookies: [] });
    }
  }
});

it("does nothing for another method, an override or HEAD", async () => {
  const { api, test } = await signedIn();
  const overrides = ["x-http-method-override", "x-http-method", "x-method-override"];
  for (const name of overrides) {
    const { status } = await api.send("GET", "sessions", { headers: { [name]: "DELETE" } });
    expect({ name, status }).toEqual({ name, status: 200 });
    expect((await api.post("preferences", {}, { headers: { [name]: "PATCH" } })).status).toBe(405);
  }
  for (const path of ["login", "logout", "change-password", "mfa/setup", "logout-everywhere"]) {
    expect((await api.get(path)).status).toBe(405);
    expect((await api.post(`${path}?_method=GET`, { _method: "GET" })).status).not.toBe(200);
  }
  for (const path of ["profile", "sessions", "activity", "team", "projects"]) {
    const head = await api.send("HEAD", path);
    expect({ status: head.status, data: head.data }).toEqual({ status: 200, data: "" });
  }
  expect(await test.ctx.db.session.count({ where: { revokedAt: null } })).toBe(1);
});

it("ignores cookies beside a bearer token, and asks for no CSRF header with one", async () => {
  const { api, test, user } = await signedIn();
  const { session } = await signIn(test, user);
  for (const wrong of ["made-up", "", "%", `${session.accessToken}x`, session.refreshToken]) {
    const headers = { authorization: `Bearer ${wrong}` };
    expect((await api.get("profile", { headers })).status).toBe(401);
    expect((await api.patch("profile", { name: "Jo" }, { headers })).status).toBe(401);
  }
  const right = { headers: { authorization: `Bearer ${session.accessToken}` }, csrf: false, withCookies: false };
  expect((await api.patch("profile", { name: "Jo" }, right)).status).toBe(200);
});

it("allows no origin in a preflight", async () => {
  const { api } = await signedIn();
  for (const origin of ["https://evil.example", "null", "http://localhost:3000"]) {
    for (const path of ["login", "profile", "/dashboard/admin/users", "nowhere"]) {
      const headers = {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-pacspace-csrf",
      };
      const answer = await api.send("OPTIONS", path, { headers });
      expect([404, 405]).toContain(answer.status);
      const allowing = [...answer.headers.keys()].filter((name) => name.startsWith("access-control-"));
      expect(allowing).toEqual([]);
      const asked = await api.get("profile", { headers: { origin } });
      expect([...asked.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
  }
});

it("sets small HttpOnly cookies for this host only, Secure over TLS", async () => {
  for (const appUrl of ["http://localhost:3000", "https://foyer.example"]) {
    const { api, login } = await signedIn(appUrl);
    const isSecure = appUrl.startsWith("https:");
    const origin = { headers: { origin: appUrl } };
    const answers = [
      login,
      await api.post("refresh-token", undefined, origin),
      await api.post("logout", undefined, origin),
    ];
    for (const { setCookies, status } of answers) {
      expect({ status, count: setCookies.length }).toEqual({ status: 200, count: 2 });
      for (const line of setCookies) {
        const [pair = "", ...attributes] = line.split("; ");
        expect(pair.startsWith("__Host-foyer_")).toBe(isSecure);
        const named = attributes.map((attribute) => attribute.replace(/=\d+$/, "")).sort();
        expect(named).toEqual(["HttpOnly", "Max-Age", "Path=/", "SameSite=Lax", ...(isSecure ? ["Secure"] : [])]);
        expect(Buffer.byteLength(line)).toBeLessThan(4096);
      }
    }
  }
});

it("accepts neither of two cookies with the same name", async () => {
  const { api } = await signedIn();
  const good = api.cookieHeader;
  for (const cookie of [`foyer_access=planted; ${good}`, `${good}; foyer_access=planted`, `foyer_access=; ${good}`]) {
    const { status } = await api.get("profile", { headers: { cookie }, withCookies: false });
    expect({ cookie: cookie.slice(0, 30), status }).toEqual({ cookie: cookie.slice(0, 30), status: 401 });
  }
  const tossed = await api.post("refresh-token", undefined, {
    headers: { cookie: `foyer_refresh=planted; ${good}` },
    withCookies: false,
  });
  expect(tossed.status).toBe(401);
  expect((await api.get("profile", { headers: { cookie: good }, withCookies: false })).status).toBe(200);
});
