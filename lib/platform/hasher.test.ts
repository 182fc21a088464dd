import { describe, expect, it } from "vitest";
import { HasherOverloaded, isHasherOverloaded } from "@/lib/core/ports";
import { createHasher, createSlots } from "./hasher";

/** Works that end when they are told to, and a diary of what ran. */
function controlledWorks() {
  const started: number[] = [];
  const finishers = new Map<number, () => void>();
  let running = 0;
  let most = 0;
  return {
    started,
    most: () => most,
    work: (id: number) => async () => {
      started.push(id);
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((finish) => finishers.set(id, finish));
      running -= 1;
      return id;
    },
    finish: (id: number) => finishers.get(id)?.(),
  };
}

describe("the slots", () => {
  it("never run more works at once than they have, and keep the order", async () => {
    const works = controlledWorks();
    const take = createSlots(2, 10);
    const results = [0, 1, 2, 3, 4].map((id) => take(works.work(id)));
    for (const id of [0, 1, 2, 3, 4]) {
      await expect.poll(() => works.started).toContain(id);
      works.finish(id);
    }
    expect(await Promise.all(results)).toEqual([0, 1, 2, 3, 4]);
    expect(works.started).toEqual([0, 1, 2, 3, 4]);
    expect(works.most()).toBe(2);
  });

  it("refuse at once what the queue has no room for, and take work again when it has", async () => {
    const works = controlledWorks();
    const take = createSlots(1, 1);
    const first = take(works.work(1));
    const second = take(works.work(2));
    const refusal = await take(works.work(3)).catch((thrown: unknown) => thrown);
    expect(refusal).toBeInstanceOf(HasherOverloaded);
    expect(isHasherOverloaded(refusal)).toBe(true);
    works.finish(1);
    await first;
    const fourth = take(works.work(4));
    await expect.poll(() => works.started).toEqual([1, 2]);
    works.finish(2);
    await expect.poll(() => works.started).toEqual([1, 2, 4]);
    works.finish(4);
    expect(await Promise.all([second, fourth])).toEqual([2, 4]);
  });

  it("hand their place on when a work fails", async () => {
    const take = createSlots(1, 1);
    const failing = take(async () => {
      throw new Error("no");
    });
    const next = take(async () => "yes");
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("yes");
    expect(await take(async () => "and again")).toBe("and again");
  });
});

describe("the hasher", () => {
  it("recognises the password and no other, and nobody without a hash", async () => {
    const hasher = createHasher();
    const hash = await hasher.hash("correct horse battery");
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(hash, "correct horse battery")).toBe(true);
    expect(await hasher.verify(hash, "correct horse batter")).toBe(false);
    expect(await hasher.verify(null, "correct horse battery")).toBe(false);
    expect(await hasher.verify(null, "nobody has this password")).toBe(false);
  });

  it("knows which hashes were made with other parameters", async () => {
    const hasher = createHasher();
    expect(hasher.isOutdated(await hasher.hash("correct horse battery"))).toBe(false);
    expect(hasher.isOutdated("$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA")).toBe(true);
    expect(hasher.isOutdated("$2b$12$c2FsdA")).toBe(true);
  });
});
