import { describe, expect, it } from "vitest";
import { clientAddress } from "./client-address";

const socket = "198.51.100.1";

describe("without a trusted proxy", () => {
  it("is the socket's address, whatever X-Forwarded-For claims", () => {
    expect(clientAddress(socket, "203.0.113.9", 0)).toBe(socket);
    expect(clientAddress(socket, "203.0.113.9, 203.0.113.10", 0)).toBe(socket);
  });

  it("is unknown when the socket is gone", () => {
    expect(clientAddress(undefined, "203.0.113.9", 0)).toBe("unknown");
  });

  it("is written as IPv4 when the socket maps it into IPv6", () => {
    expect(clientAddress("::ffff:192.0.2.1", undefined, 0)).toBe("192.0.2.1");
    expect(clientAddress("::FFFF:192.0.2.1", undefined, 0)).toBe("192.0.2.1");
    expect(clientAddress("2001:db8::1", undefined, 0)).toBe("2001:db8::1");
  });
});

describe("behind trusted proxies", () => {
  it("is what one proxy saw, however much a client puts in front of it", () => {
    expect(clientAddress(socket, "203.0.113.9", 1)).toBe("203.0.113.9");
    expect(clientAddress(socket, "6.6.6.6, 7.7.7.7, 203.0.113.9", 1)).toBe("203.0.113.9");
  });

  it("is what the outer one of two proxies saw", () => {
    expect(clientAddress(socket, "203.0.113.9, 10.0.0.2", 2)).toBe("203.0.113.9");
    expect(clientAddress(socket, "6.6.6.6, 203.0.113.9, 10.0.0.2", 2)).toBe("203.0.113.9");
  });

  it("is the furthest address known when a request passed fewer proxies", () => {
    expect(clientAddress(socket, "203.0.113.9", 2)).toBe("203.0.113.9");
  });

  it.each([
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["203.0.113.9:4711", "203.0.113.9"],
    ["[2001:db8::9]:4711", "2001:db8::9"],
    ["[2001:db8::9]", "2001:db8::9"],
  ])("reads %s as %s", (forwarded, address) => {
    expect(clientAddress(socket, forwarded, 1)).toBe(address);
  });

  it.each([undefined, "", " , ", "somebody", "203.0.113.9<script>"])(
    "is the socket's when they say %j",
    (forwarded) => {
      expect(clientAddress(socket, forwarded, 1)).toBe(socket);
    },
  );
});
