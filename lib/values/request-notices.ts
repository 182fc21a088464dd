/** Per request, per hour, or none. */
export const requestNoticesValues = ["instant", "hourly", "off"] as const;
