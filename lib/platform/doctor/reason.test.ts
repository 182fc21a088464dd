import { connect } from "node:net";
import { expect, it } from "vitest";
import { reasonOf } from "./reason";

it("names the address once for each that a host has", () => {
  const refused = (address: string) => new Error(`connect ECONNREFUSED ${address}:5999`);
  const thrown = new AggregateError([refused("::1"), refused("127.0.0.1"), refused("127.0.0.1")]);
  expect(reasonOf(thrown)).toBe("connect ECONNREFUSED ::1:5999, connect ECONNREFUSED 127.0.0.1:5999");
});

it("says what Node says of a port that nobody listens on", async () => {
  const thrown = await new Promise((resolve) => connect(1, "localhost").once("error", resolve));
  expect(reasonOf(thrown)).toMatch(/ECONNREFUSED (?:::1|127\.0\.0\.1):1/);
});

it("shows no credentials", () => {
  expect(reasonOf(new Error("bad URL postgres://foyer:hush@db/foyer"))).toBe("bad URL postgres://…@db/foyer");
});
