import { Redis } from "ioredis";
import type { Facts } from "@/lib/core/kernel/diagnostics-input";
import { reasonOf } from "./reason";

const patienceMilliseconds = 3_000;

export async function readRedis(url: string | null): Promise<Facts["redis"]> {
  if (url === null) return { is: "unused" };
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: patienceMilliseconds,
    commandTimeout: patienceMilliseconds,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let reason = "";
  redis.on("error", (error) => {
    reason ||= reasonOf(error);
  });
  try {
    await redis.connect();
    const startedAt = performance.now();
    await redis.ping();
    return { is: "up", milliseconds: Math.round(performance.now() - startedAt) };
  } catch (thrown) {
    return { is: "down", reason: reason || reasonOf(thrown) };
  } finally {
    redis.disconnect();
  }
}
