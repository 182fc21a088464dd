import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { homePath, safeNextPath } from "./next-path";

describe("next=", () => {
  it.each(["/account", "/admin/requests?status=pending&q=a%20b#top", "/", "/a/../b"])(
    "keeps %j on this site",
    (next) => {
      expect(new URL(safeNextPath(next), "http://here.example").origin).toBe("http://here.example");
      expect(safeNextPath(next)).toMatch(/^\/(?!\/)/);
    },
  );

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
    "",
    `/${"a".repeat(8192)}`,
  ])("does not follow %j", (next) => {
    expect(safeNextPath(next)).toBe(homePath);
  });

  it("never leaves this site, whatever is written", () => {
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
