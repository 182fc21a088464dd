import { describe, expect, it } from "vitest";
import { createPointsAhead } from "./points-ahead";

function createStore(points: number) {
  const store = { consumed: 0, asked: 0, milliseconds: 60_000, isDown: false };
  return {
    store,
    process: (aheadMax = 15) =>
      createPointsAhead({
        points,
        aheadMax,
        async take(_key, wanted) {
          store.asked += 1;
          if (store.isDown) throw new Error("the store is away");
          store.consumed += wanted;
          return { consumed: store.consumed, milliseconds: store.milliseconds };
        },
      }),
  };
}

async function ask(take: (key: string) => Promise<{ allowed: boolean }>, times: number): Promise<number> {
  let allowed = 0;
  for (let asked = 0; asked < times; asked += 1) if ((await take("k")).allowed) allowed += 1;
  return allowed;
}

describe("points that are taken ahead", () => {
  it("allow exactly as many as the limit has, for a fraction of the questions to the store", async () => {
    const { store, process } = createStore(120);
    expect(await ask(process(), 300)).toBe(120);
    expect(store.asked).toBeLessThan(36);
  });

  it("count down one by one", async () => {
    const { process } = createStore(120);
    const take = process();
    const remaining: number[] = [];
    for (let asked = 0; asked < 120; asked += 1) remaining.push((await take("k")).remaining);
    expect(remaining).toEqual(Array.from({ length: 120 }, (_, index) => 119 - index));
  });

  it("never allow more, whatever number of processes hand them out", async () => {
    const { process } = createStore(50);
    const processes = [process(), process(), process()];
    let allowed = 0;
    for (let round = 0; round < 60; round += 1) for (const take of processes) allowed += await ask(take, 1);
    expect(allowed).toBe(50);
  });

  it("are not given twice to a burst", async () => {
    const { process } = createStore(20);
    const take = process();
    const burst = await Promise.all(Array.from({ length: 100 }, () => take("k")));
    expect(burst.filter(({ allowed }) => allowed)).toHaveLength(20);
  });

  it("are lost with the process that took them, and never come back", async () => {
    const { store, process } = createStore(40);
    const first = await ask(process(), 9);
    const second = await ask(process(), 100);
    expect(first + second).toBeLessThanOrEqual(40);
    expect(first + second).toBeGreaterThanOrEqual(40 - 15);
    expect(store.consumed).toBeGreaterThan(40);
  });

  it("come back with the next window", async () => {
    const { store, process } = createStore(5);
    const take = process();
    store.milliseconds = 1;
    expect(await ask(take, 5)).toBe(5);
    store.consumed = 0;
    const until = Date.now() + 5;
    while (Date.now() <= until) await Promise.resolve();
    expect(await ask(take, 1)).toBe(1);
  });

  it("are a fault, not a permission, when the store cannot be asked", async () => {
    const { store, process } = createStore(5);
    store.isDown = true;
    const take = process();
    await expect(Promise.all([take("k"), take("k")])).rejects.toThrow("away");
    store.isDown = false;
    expect((await take("k")).allowed).toBe(true);
  });
});
