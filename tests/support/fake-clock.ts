import type { Clock } from "@/lib/core/kernel/ports";

export class FakeClock implements Clock {
  #now: Date;

  constructor(start = new Date("2026-03-02T09:00:00.000Z")) {
    this.#now = start;
  }

  now(): Date {
    return new Date(this.#now);
  }

  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number; milliseconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = by;
    const elapsed = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
    this.#now = new Date(this.#now.getTime() + elapsed);
  }
}
