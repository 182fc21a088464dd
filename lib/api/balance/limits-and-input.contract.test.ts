import { describeLimits, describeRefusedInput } from "@/tests/support/bearer-input";
import { strangeToken } from "@/tests/support/factories";
import { balance } from "./api";

describeLimits(
  balance,
  "balance",
  [
    ["/login", 10],
    ["/register", 5],
    ["/request-password-reset", 3],
    ["/resend-verification-email", 3],
    ["/reset-password", 20],
  ],
  "/profile",
);

describeRefusedInput(
  balance,
  "balance",
  {
    "/register": {
      email: "jane@company.com",
      password: "SecurePass1",
      firstName: "Jane",
      lastName: "Doe",
      companyName: "Acme Inc",
    },
    "/login": { email: "jane@company.com", password: "SecurePass1", code: "123456" },
    "/resend-verification-email": { email: "jane@company.com" },
    "/request-password-reset": { email: "jane@company.com" },
    "/reset-password": { token: strangeToken(), newPassword: "NewSecurePass1" },
    "/change-password": { currentPassword: "SecurePass1", newPassword: "EvenStronger2" },
  },
  ["code"],
);
