import { describe, expect, it } from "vitest";
import { requestMeta } from "./request-meta";

function metaOf(headers: Record<string, string>) {
  return requestMeta(new Request("http://localhost/", { headers }));
}

describe("requestMeta", () => {
  it("echoes a request id that is one, and makes one otherwise", () => {
    expect(metaOf({ "x-request-id": "abc-DEF_12345" }).requestId).toBe("abc-DEF_12345");
    for (const id of ["short", "a".repeat(65), "with space 1", "<script>alert"]) {
      expect(metaOf({ "x-request-id": id }).requestId).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it("takes the address that the nearest hop vouches for, and cuts long user agents", () => {
    expect(metaOf({ "x-forwarded-for": "203.0.113.9" }).ip).toBe("203.0.113.9");
    expect(metaOf({ "x-forwarded-for": "6.6.6.6, 203.0.113.9" }).ip).toBe("203.0.113.9");
    expect(metaOf({}).ip).toBe("unknown");
    expect(metaOf({ "user-agent": "u".repeat(600) }).userAgent).toHaveLength(512);
  });

  it("negotiates the language", () => {
    expect(metaOf({ "accept-language": "fr, de;q=0.8" }).locale).toBe("de");
    expect(metaOf({ "accept-language": "x".repeat(9000) }).locale).toBe("en");
  });
});
