import { describe, expect, it } from "vitest";
import { appendClearedCookies, appendSessionCookies, readCredentials } from "./cookies";

const plain = "http://localhost:3000";
const secure = "https://app.example.com";
const now = new Date("2026-03-02T09:00:00.000Z");
const session = {
  sessionId: "s",
  accessToken: "access",
  accessExpiresAt: new Date("2026-03-02T09:15:00.000Z"),
  refreshToken: "sid.0.mac",
  refreshExpiresAt: new Date("2026-03-09T09:00:00.000Z"),
  deviceToken: null,
};

function setCookies(write: (headers: Headers) => void): string[] {
  const headers = new Headers();
  write(headers);
  return headers.getSetCookie();
}

describe("session cookies", () => {
  it("carry __Host- and Secure when APP_URL is https, whatever the request was", () => {
    expect(setCookies((headers) => appendSessionCookies(headers, secure, session, now))).toEqual([
      "__Host-foyer_access=access; Max-Age=900; Path=/; HttpOnly; Secure; SameSite=Lax",
      "__Host-foyer_refresh=sid.0.mac; Max-Age=604800; Path=/; HttpOnly; Secure; SameSite=Lax",
    ]);
  });

  it("work on plain http without them", () => {
    expect(setCookies((headers) => appendSessionCookies(headers, plain, session, now))).toEqual([
      "foyer_access=access; Max-Age=900; Path=/; HttpOnly; SameSite=Lax",
      "foyer_refresh=sid.0.mac; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax",
    ]);
  });

  it("are cleared with the attributes they were set with", () => {
    expect(setCookies((headers) => appendClearedCookies(headers, secure))).toEqual([
      "__Host-foyer_access=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
      "__Host-foyer_refresh=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
    ]);
  });
});

describe("readCredentials", () => {
  const read = (headers: Record<string, string>) => readCredentials(new Headers(headers), plain);

  it("takes both cookies among others", () => {
    const cookie = "a=b; foyer_access=x.y.z;foyer_refresh=s.0.m; foyer_accessory=1; broken";
    expect(read({ cookie })).toEqual({ accessToken: "x.y.z", refreshToken: "s.0.m", fromCookies: true });
    expect(read({ cookie: "a=b" })).toEqual({ fromCookies: false });
  });

  it("does not look at cookies once a bearer token is given, however wrong", () => {
    const cookie = "foyer_access=good";
    expect(read({ cookie, authorization: "Bearer bad" })).toEqual({ accessToken: "bad", fromCookies: false });
    expect(read({ cookie, authorization: "bearer" })).toEqual({ accessToken: "", fromCookies: false });
    expect(read({ cookie, authorization: "Basic abc" })).toEqual({ accessToken: "good", fromCookies: true });
  });

  it("ignores both values of a cookie that is sent twice", () => {
    expect(read({ cookie: "foyer_access=a; foyer_access=b" })).toEqual({ accessToken: "", fromCookies: true });
    expect(read({ cookie: "foyer_access=a; foyer_access=a" })).toEqual({ accessToken: "a", fromCookies: true });
  });
});
