import { expect, it } from "vitest";
import { strictTransportOf } from "./security-headers";

it.each([
  ["http://foyer.example.com", null],
  ["https://foyer.example.com", "max-age=63072000; includeSubDomains"],
  ["https://foyer.example.co.uk:8443", "max-age=63072000; includeSubDomains"],
  ["https://example.com", "max-age=63072000"],
  ["https://example.co.uk", "max-age=63072000"],
])("leaves out subdomains at a registered domain itself: %s", (appUrl, header) => {
  expect(strictTransportOf(appUrl)).toBe(header);
});
