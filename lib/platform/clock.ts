import type { Clock } from "@/lib/core/kernel/ports";

export const systemClock: Clock = { now: () => new Date() };
