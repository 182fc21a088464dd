import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { homePath, safeNextPath } from "./next-path";

describe("next=", () => {
  it.each([
    "/account",
    "/admin/requests?status=pending&q=a%20b#top",
    "/",
    "/a/../b",
    "/%2f/evil.example",
    "/@evil.example",
    "/a?next=//evil.example",
  ])("keeps %j on this site", (next) => {
    expect(new URL(safeNextPath(next), "http://here.example").origin).toBe("http://here.example");
    expect(safeNextPath(next)).toMatch(/^\/(?!\/)/);
  });

  it.each([
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "https://evil.example",
    "/%09/evil.example",
    "/%5cevil.example",
    "/\t/evil.example",
    "/a/../..//evil.example",
    "/.//evil.example",
    "@evil.example",
    ".evil.example",
    "javascript:alert(1)",
    " /account",
    "/ä",
    "/／evil.example",
    "/。。/evil.example",
    "/\u2028/evil.example",
    "/\u00a0/evil.example",
    "/\u0000/evil.example",
    "/\n/evil.example",
    "/\r\n\r\n<script>",
    "/%0d%0aSet-Cookie:a=b",
    "/%0D%0ALocation:%20//evil.example",
    "/%5C/evil.example",
    "/a%5c..%5c..",
    "///evil.example",
    "////evil.example",
    "/./\\evil.example",
    "/..//evil.example",
    "/%2e%2e//evil.example",
    "/%2e//evil.example",
    "/a/%2E%2e//evil.example",
    "\t//evil.example",
    "\u0000//evil.example",
    "http:/evil.example",
    "http:///evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "data:text/html,x",
    "vbscript:x",
    ":evil.example",
    "?//evil.example",
    "#//evil.example",
    "evil.example",
    "..//evil.example",
    "",
    `/${"a".repeat(8192)}`,
  ])("does not follow %j", (next) => {
    expect(safeNextPath(next)).toBe(homePath);
  });

  it("never leaves this origin", () => {
    const pieces = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "@",
      ":",
      "?",
      "#",
      "%",
      "%2f",
      "%5c",
      "%09",
      "evil.example",
      "\t",
      "http",
      "a",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const path = safeNextPath(`/${parts.join("")}`);
        expect(new URL(path, "https://here.example").origin).toBe("https://here.example");
        expect(path).toMatch(/^\/(?![/\\])/);
      }),
      { numRuns: 2000 },
    );
  });
});
