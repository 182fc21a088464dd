import { describe, expect, it } from "vitest";
import { createFairSlots } from "./fair-slots";
import { type HashTurn, isHasherOverloaded } from "./ports";

function controlled(options: Parameters<typeof createFairSlots>[0]) {
  const take = createFairSlots(options);
  const ran: string[] = [];
  const refused: string[] = [];
  const finishers: (() => void)[] = [];
  return {
    ran,
    refused,
    load: take.load,
    ask(name: string, turn: Partial<HashTurn> = {}): void {
      const work = async () => {
        ran.push(name);
        await new Promise<void>((finish) => finishers.push(finish));
      };
      take({ account: null, address: `of ${name}`, isSignIn: true, ...turn }, work).catch((thrown: unknown) => {
        if (!isHasherOverloaded(thrown)) throw thrown;
        refused.push(name);
      });
    },
    async drain(): Promise<string[]> {
      for (let idle = 0; idle < 5; ) {
        const finish = finishers.shift();
        finish?.();
        idle = finish ? 0 : idle + 1;
        await Promise.resolve();
        await new Promise((turn) => setImmediate(turn));
      }
      return ran;
    },
  };
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe("the slots", () => {
  it("never run more works at once than they have, and keep the order among equals", async () => {
    const slots = controlled({ running: 2, waiting: 10 });
    for (const name of ["a", "b", "c", "d", "e"]) slots.ask(name);
    expect(slots.load()).toEqual({ running: 2, waiting: 3 });
    expect(await slots.drain()).toEqual(["a", "b", "c", "d", "e"]);
    expect(slots.load()).toEqual({ running: 0, waiting: 0 });
  });

  it("let everybody else go before the second of an account that asks for many", async () => {
    const slots = controlled({ running: 1, waiting: 64 });
    for (const number of times(20)) slots.ask(`flood ${number}`, { account: "flood", address: `client ${number}` });
    for (const name of ["ann", "bob", "cy"]) slots.ask(name, { account: name });
    expect((await slots.drain()).slice(0, 6)).toEqual(["flood 1", "ann", "bob", "cy", "flood 2", "flood 3"]);
  });

  it("let everybody else go before the second of a client that asks for many accounts", async () => {
    const slots = controlled({ running: 1, waiting: 64 });
    for (const number of times(20)) slots.ask(`flood ${number}`, { account: `account ${number}`, address: "flood" });
    for (const name of ["ann", "bob"]) slots.ask(name, { account: name });
    expect((await slots.drain()).slice(0, 5)).toEqual(["flood 1", "ann", "bob", "flood 2", "flood 3"]);
  });

  it("hold nothing against anybody once nothing waits", async () => {
    const slots = controlled({ running: 1, waiting: 64 });
    for (const number of times(5)) slots.ask(`flood ${number}`, { account: "flood" });
    await slots.drain();
    for (const name of ["first", "flood 6", "ann"]) slots.ask(name, { account: name.split(" ")[0] ?? null });
    expect((await slots.drain()).slice(5)).toEqual(["first", "flood 6", "ann"]);
  });

  it("refuse what is farthest back when they are full, whoever came last", async () => {
    const slots = controlled({ running: 1, waiting: 4 });
    for (const number of times(5)) slots.ask(`flood ${number}`, { account: "flood" });
    slots.ask("ann", { account: "ann" });
    slots.ask("flood 6", { account: "flood" });
    slots.ask("bob", { account: "bob" });
    await slots.drain();
    expect(slots.refused.sort()).toEqual(["flood 4", "flood 5", "flood 6"]);
    expect(slots.ran).toEqual(["flood 1", "ann", "bob", "flood 2", "flood 3"]);
  });

  it("refuse the newcomer where all that wait have asked for as little", async () => {
    const slots = controlled({ running: 1, waiting: 2 });
    for (const name of ["a", "b", "c", "d"]) slots.ask(name);
    await slots.drain();
    expect(slots.refused).toEqual(["d"]);
    slots.ask("e");
    expect((await slots.drain()).at(-1)).toBe("e");
  });

  it("keep places for sign-ins that nothing else takes", async () => {
    const slots = controlled({ running: 1, waiting: 4, keptForSignIns: 2 });
    for (const name of ["a", "b", "c", "d"]) slots.ask(name, { isSignIn: false });
    for (const name of ["ann", "bob"]) slots.ask(name);
    await slots.drain();
    expect(slots.refused).toEqual(["d"]);
    expect(slots.ran).toEqual(["a", "b", "c", "ann", "bob"]);
  });

  it("hand their place on when a work fails", async () => {
    const take = createFairSlots({ running: 1, waiting: 1 });
    const turn = { account: null, address: "", isSignIn: true };
    const failing = take(turn, () => Promise.reject(new Error("no")));
    const next = take(turn, async () => "yes");
    await expect(failing).rejects.toThrow("no");
    expect(await next).toBe("yes");
    expect(await take(turn, async () => "and again")).toBe("and again");
  });
});
