import { examine } from "@/lib/core/doctor/examine";
import { get } from "./routes";

export const doctorEndpoints = [
  get("/doctor", examine, "Run diagnostics", {
    description:
      "Checks the process and its surroundings. `seen` and `advice` follow `Accept-Language`, and `code` is stable. Checks that need a browser are `skipped`. Changes and sends nothing.",
  }),
];
