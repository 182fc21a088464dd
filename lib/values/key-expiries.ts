/** What the page offers for a new API key: never, or a number of days. */
export const keyExpiries = ["never", "30", "90", "365"] as const;
