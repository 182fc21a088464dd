import { describe, expect, it } from "vitest";
import { readOtherAddress, toOtherAddressText } from "./other-address";

describe("the answer to a form from another address", () => {
  it.each(["http://localhost:3000", "https://foyer.company.com", "http://[::1]:3000"])(
    "names %s to the script",
    (url) => {
      expect(readOtherAddress(`${toOtherAddressText(url)}\n`)).toBe(url);
    },
  );

  it.each([
    "",
    "Internal Server Error",
    "An unexpected response was received from the server.",
    "Open https://evil.example and try again.",
    toOtherAddressText("javascript:alert(1)"),
  ])("is nothing else: %s", (text) => {
    expect(readOtherAddress(text)).toBeNull();
  });
});
