import type { Clock } from "@/lib/core/ports";

export const systemClock: Clock = { now: () => new Date() };
