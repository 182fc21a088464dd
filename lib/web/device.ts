import { type Device, parseDevice } from "@/lib/platform/device";

/** Runs on the server to keep the parser out of the browser. */
export function deviceOf(userAgent: string): Device {
  return parseDevice(userAgent);
}
