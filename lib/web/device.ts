import { type Device, parseDevice } from "@/lib/platform/device";

/** Keeps the parser out of the browser. */
export function deviceOf(userAgent: string): Device {
  return parseDevice(userAgent);
}
