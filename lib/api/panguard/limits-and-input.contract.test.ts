import { describeLimits, describeRefusedInput } from "@/tests/support/bearer-input";
import { strangeToken } from "@/tests/support/factories";
import { panguard } from "./api";

const password = "secureP@ssw0rd";

describeLimits(
  panguard,
  "panguard",
  [
    ["/login", 10],
    ["/register", 5],
    ["/forgot-password", 3],
    ["/reset-password", 20],
  ],
  "/me",
);

describeRefusedInput(
  panguard,
  "panguard",
  {
    "/register": { email: "user@example.com", name: "Alice Chen", password },
    "/login": { email: "user@example.com", password, totpCode: "482917" },
    "/logout": {},
    "/forgot-password": { email: "user@example.com" },
    "/reset-password": { token: strangeToken(), newPassword: "newSecureP@ss" },
    "/totp/setup": {},
    "/totp/verify": { totpCode: "482917" },
    "/totp/disable": { password },
  },
  ["totpCode"],
);
