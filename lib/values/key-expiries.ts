/** Days. */
export const keyExpiries = ["never", "30", "90", "365"] as const;
