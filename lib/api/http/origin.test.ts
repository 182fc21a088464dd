import { describe, expect, it } from "vitest";
import { allowedOrigins } from "@/lib/values/allowed-origins";
import { checkCsrfHeader, checkOrigin } from "./origin";

const app = "https://app.example.com";

function isAllowed(headers: Record<string, string>, appUrl = app): boolean {
  return checkOrigin(new Headers(headers), allowedOrigins(appUrl)).ok;
}

describe("checkOrigin", () => {
  it("accepts the own origin and programs that send none", () => {
    expect(isAllowed({})).toBe(true);
    expect(isAllowed({ origin: app, "sec-fetch-site": "same-origin" })).toBe(true);
    expect(isAllowed({ "sec-fetch-site": "none" })).toBe(true);
  });

  it("rejects what only looks like the own origin", () => {
    const foreign = ["null", "", "https://evil.example", "https://x.app.example.com", `${app}.evil.example`];
    for (const origin of [...foreign, "http://app.example.com", `${app}:8443`, `${app}/`, `${app}, ${app}`]) {
      expect(isAllowed({ origin })).toBe(false);
    }
  });

  it("rejects what the browser says comes from another site", () => {
    expect(isAllowed({ "sec-fetch-site": "cross-site" })).toBe(false);
    expect(isAllowed({ origin: app, "sec-fetch-site": "same-site" })).toBe(false);
  });

  it("takes the names of this machine for one another, on the same port", () => {
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) {
      expect(isAllowed({ origin: `http://${host}:3000` }, "http://localhost:3000")).toBe(true);
      expect(isAllowed({ origin: `http://${host}:3001` }, "http://localhost:3000")).toBe(false);
      expect(isAllowed({ origin: `http://${host}` })).toBe(false);
    }
  });
});

describe("checkCsrfHeader", () => {
  it("accepts exactly 1, once", () => {
    expect(checkCsrfHeader(new Headers({ "x-pacspace-csrf": "1" })).ok).toBe(true);
    const twice = new Headers({ "x-pacspace-csrf": "1" });
    twice.append("x-pacspace-csrf", "1");
    expect(checkCsrfHeader(twice).ok).toBe(false);
    for (const value of ["0", "true", "", "11", "1,"]) {
      expect(checkCsrfHeader(new Headers({ "x-pacspace-csrf": value })).ok).toBe(false);
    }
    expect(checkCsrfHeader(new Headers()).ok).toBe(false);
  });
});
