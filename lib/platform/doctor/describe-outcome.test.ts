import { describe, expect, it } from "vitest";
import { checkNames } from "@/lib/core/doctor/examine";
import { type FindingCode, findingStates } from "@/lib/core/kernel/diagnostics-report";
import { locales } from "@/lib/values/locale";
import de from "@/messages/de/findings.json";
import en from "@/messages/en/findings.json";
import { describeOutcome } from "./describe-outcome";

const catalogues = { en, de };
const codes = Object.keys(findingStates) as FindingCode[];
const values = {
  appUrl: "https://a.example",
  seen: "https://b.example",
  allowed: "https://a.example",
  path: "/data",
  from: "a@b.c",
  ip: "10.0.0.1",
  socket: "10.0.0.2",
  hops: 1,
  entries: 2,
  version: "18",
  names: "a, b",
  server: "m:25",
  free: "1 GiB",
  reason: "refused",
  milliseconds: 1,
  count: 2,
  used: 1,
  poolMax: 2,
  waiting: 3,
  seconds: -4,
  zone: "Europe/Berlin",
  scale: 2,
  length: 32,
  bits: 5,
  mode: "044",
  ended: "2026-04-30",
  sent: "yes",
  ran: "no",
  at: new Date(0),
  since: new Date(0),
  now: new Date(0),
};

describe.each(locales)("the words of the doctor in %s", (locale) => {
  it("are there for every check and every outcome, and for nothing else", () => {
    const { checks, findings } = catalogues[locale];
    expect(Object.keys(checks).sort()).toEqual([...checkNames].sort());
    expect(Object.keys(findings).sort()).toEqual([...codes].sort());
  });

  it.each(codes)("say what was seen and, where something is wrong, what to do: %s", (code) => {
    const { advice, seen, title } = describeOutcome("disk", { code, values }, locale);
    expect(title).not.toBe("");
    expect(seen).not.toMatch(/[{}]|^$/);
    const isWrong = ["warning", "failure"].includes(findingStates[code]);
    expect(advice !== "", code).toBe(isWrong);
  });
});

it("speaks English to whoever speaks neither", () => {
  expect(describeOutcome("disk", { code: "admins_none", values: {} }, "fr").title).toBe("Disk space");
});
