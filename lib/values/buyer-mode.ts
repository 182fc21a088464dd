import { z } from "zod";

/** BUYER_MODES lists the values. */
export const buyerModeSchema = z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/, "buyer_mode");

export const defaultBuyerModes = [
  "DIRECT_INFERENCE_VENDOR",
  "INFERENCE_PLATFORM",
  "AI_PRODUCT_COMPANY",
  "ENTERPRISE_INTERNAL",
  "RESEARCH",
  "OTHER",
] as const;

/** "PILOT_CUSTOMER" becomes "Pilot customer". */
export function humanizeBuyerMode(mode: string): string {
  const text = mode.toLowerCase().replaceAll("_", " ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
