/** When a reviewer is mailed about a new request: with it, in a list once an hour, or never. */
export const requestNoticesValues = ["instant", "hourly", "off"] as const;
