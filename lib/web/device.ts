import { type Device, parseDevice } from "@/lib/platform/device";

/** What to show of the device behind a request: read here, so that no parser travels to the browser. */
export function deviceOf(userAgent: string): Device {
  return parseDevice(userAgent);
}
