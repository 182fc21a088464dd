import { describe, expect, it } from "vitest";
import { tooMany } from "./unproven-senders";

/** Letter: network. Digit: browser. */
const sent = (text: string) =>
  text.split(" ").map((who, index) => ({
    ip: `192.0.2.${who.codePointAt(0)}`,
    userAgent: who.slice(1),
    label: `${index} ${who}`,
  }));

describe("which of too many versions of unverified senders goes", () => {
  it.each([
    ["a1 b1 c1 d1 e1", "4 e1", "the newest, where each network sent one"],
    ["a1 b1 b2 b3 b4", "4 b4", "the newest of a network that floods with made-up browsers"],
    ["b1 b2 b3 b4 a1", "3 b4", "one of the flood, and not what another network sent last"],
    ["a1 b1 b1 b1 c1", "1 b1", "the oldest of one browser's own"],
    ["a1 a1 b1 c1 d1", "0 a1", "a sender's own older version, so that their newest stays"],
    ["a1 a2 b1 b2 c1", "3 b2", "of two equally busy networks, the one that came later"],
  ])("%s: %s (%s)", (text, expected) => {
    expect(tooMany(sent(text), 4).map(({ label }) => label)).toEqual([expected]);
  });

  it("counts all addresses of one IPv6 network as one sender", () => {
    const addresses = ["203.0.113.1", "2001:db8::1", "2001:db8::2", "2001:db8::3"];
    const versions = addresses.map((ip, index) => ({ ip, userAgent: `browser ${index}` }));
    expect(tooMany(versions, 3)).toEqual(versions.slice(3));
  });

  it("never takes what the owner sent, however many others send from elsewhere", () => {
    const owner = { ip: "203.0.113.1", userAgent: "owner" };
    for (let arrived = 0; arrived < 5; arrived += 1) {
      let kept = Array.from({ length: arrived }, (_, index) => ({ ip: "198.51.100.9", userAgent: `made up ${index}` }));
      kept.push(owner);
      for (let flood = 0; flood < 50; flood += 1) {
        const all = [...kept, { ip: "198.51.100.9", userAgent: `flood ${flood}` }];
        const gone = tooMany(all, 4);
        kept = all.filter((one) => !gone.includes(one));
      }
      expect(kept).toContain(owner);
    }
  });
});
