import { describe, expect, it } from "vitest";
import { parseDevice } from "./device";

describe("what a user agent is shown as", () => {
  it.each([
    ["curl/8.5.0", "curl/8.5.0"],
    ["python-requests/2.31 (linux)", "python-requests/2.31"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox"],
    ["Your account is locked, call 555-0100", null],
    ["evil.example/1.0", null],
    ["https://evil.example/1.0", null],
    ["Call-us-now/555.0100 at evil.example", "Call-us-now/555.0100"],
    ["<img/src=x>", null],
    ["a\r\nb/1.0", null],
    ["Mozilla/5.0", null],
    ["", null],
  ])("%j is %j", (userAgent, name) => {
    expect(parseDevice(userAgent).name).toBe(name);
  });

  it("costs little, whatever is repeated in it", () => {
    const pieces = [
      "Mozilla/5.0 (",
      "a/",
      "1.",
      " ",
      "(",
      ";",
      "Chrome/",
      "Version/1.",
      "opera ",
      "like Gecko",
      "\t",
      "-",
    ];
    const long = 512;
    const cost = (userAgent: string) => {
      const costs: number[] = [];
      for (let time = 0; time < 3; time += 1) {
        const before = process.cpuUsage();
        for (let count = 0; count < 20; count += 1) parseDevice(userAgent);
        const { user, system } = process.cpuUsage(before);
        costs.push(user + system);
      }
      return Math.min(...costs);
    };
    const usual = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    cost(usual);
    const limit = 100 * Math.max(cost(usual), 1_000);
    for (const one of pieces) {
      for (const two of pieces) {
        const userAgent = (one + two).repeat(long).slice(0, long);
        expect([one, two, cost(userAgent) < limit]).toEqual([one, two, true]);
      }
    }
  });
});
