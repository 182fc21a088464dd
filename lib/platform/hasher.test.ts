import { describe, expect, it } from "vitest";
import { createHasher } from "./hasher";

const turn = { account: null, address: "203.0.113.7", isSignIn: true };

describe("the hasher", () => {
  it("recognises the password and no other, and nobody without a hash", async () => {
    const hasher = createHasher();
    const hash = await hasher.hash("correct horse battery");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(hash, "correct horse battery", turn)).toBe(true);
    expect(await hasher.verify(hash, "correct horse batter", turn)).toBe(false);
    expect(await hasher.verify(null, "correct horse battery", turn)).toBe(false);
    expect(await hasher.verify(null, "nobody has this password", turn)).toBe(false);
  });

  it("knows which hashes were made with other parameters", async () => {
    const hasher = createHasher();
    expect(hasher.isOutdated(await hasher.hash("correct horse battery"))).toBe(false);
    expect(hasher.isOutdated("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA")).toBe(true);
    expect(hasher.isOutdated("$2b$12$c2FsdA")).toBe(true);
  });
});
