import { expect, it } from "vitest";
import { isLoopback } from "./loopback";

it.each(["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "::1", "[::1]"])("takes %s for this machine", (host) => {
  expect(isLoopback(host)).toBe(true);
});

it.each(["0.0.0.0", "::", "192.168.0.4", "localhost.example", "127.0.0.1.example", "128.0.0.1", ""])(
  "does not take %j for this machine",
  (host) => {
    expect(isLoopback(host)).toBe(false);
  },
);
