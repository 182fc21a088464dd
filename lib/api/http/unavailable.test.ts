import { describe, expect, it } from "vitest";
import { isDatabaseUnavailable } from "./unavailable";

describe("isDatabaseUnavailable", () => {
  it("recognises lost connections, shutdowns and exhausted pools, also inside causes", () => {
    const driver = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    expect(isDatabaseUnavailable(driver)).toBe(true);
    expect(isDatabaseUnavailable(new Error("query failed", { cause: new Error("adapter", { cause: driver }) }))).toBe(
      true,
    );
    expect(isDatabaseUnavailable(Object.assign(new Error("x"), { code: "57P01" }))).toBe(true);
    expect(isDatabaseUnavailable(Object.assign(new Error("x"), { code: "P2024" }))).toBe(true);
    expect(isDatabaseUnavailable(new Error("timeout exceeded when trying to connect"))).toBe(true);
    const broken = "Client has encountered a connection error and is not queryable";
    expect(isDatabaseUnavailable(new Error(broken))).toBe(true);
    expect(isDatabaseUnavailable({ cause: { kind: "DatabaseNotReachable" } })).toBe(true);
    const raw = { driverAdapterError: { name: "DriverAdapterError", cause: { kind: "postgres", code: "57P01" } } };
    expect(isDatabaseUnavailable(Object.assign(new Error("raw"), { code: "P2010", meta: raw }))).toBe(true);
  });

  it.each([
    "EAI_AGAIN",
    "ENETUNREACH",
    "ECONNABORTED",
    "EHOSTDOWN",
    "CERT_HAS_EXPIRED",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("recognises a server that can't be found, reached or trusted: %s", (code) => {
    expect(isDatabaseUnavailable(Object.assign(new Error("connect"), { code }))).toBe(true);
  });

  it("recognises a database that waits for its migrations", () => {
    for (const code of ["P2021", "P2022", "42P01", "42703", "3F000"]) {
      expect(isDatabaseUnavailable(Object.assign(new Error("x"), { code }))).toBe(true);
    }
  });

  it("takes nothing else for it", () => {
    const violation = Object.assign(new Error("unique"), { code: "P2002" });
    for (const thrown of [violation, new TypeError("x is not a function"), "text", null, undefined, { code: 8006 }]) {
      expect(isDatabaseUnavailable(thrown)).toBe(false);
    }
  });
});
