import { describe, expect, it } from "vitest";
import { registrableDomain } from "./registrable-domain";

describe("the domain that somebody registered", () => {
  it.each([
    ["acme.com", "acme.com"],
    ["mail.eu.acme.com", "acme.com"],
    ["acme.co.uk", "acme.co.uk"],
    ["mail.acme.co.uk", "acme.co.uk"],
    ["jane.github.io", "jane.github.io"],
    ["mail.acme.example", "acme.example"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
  ])("of %s is %s", (domain, registered) => {
    expect(registrableDomain(domain)).toBe(registered);
  });

  it.each([
    "com",
    "localhost",
    "co.uk",
    "com.br",
    "gov.uk",
    "github.io",
    "vercel.app",
    "xn--p1ai",
    "127.0.0.1",
    "10.0.0.7",
    "::1",
    "[::1]",
    "",
  ])("is none of %j", (domain) => {
    expect(registrableDomain(domain)).toBeNull();
  });
});
