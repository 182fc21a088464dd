export const requestNoticesValues = ["instant", "hourly", "off"] as const;
