import { getStats } from "@/lib/core/access-requests/statistics";
import { get } from "./routes";

export const statsEndpoints = [
  get("/stats", getStats, "Get statistics", {
    description: "`days` is 7, 30 or 90, in UTC, including today. Decision times only include decisions by people.",
    message: "Statistics.",
  }),
];
