import type { Dialect } from "@/lib/api/http/bearer/dialect";
import { loginRoutes } from "./login";
import { passwordRoutes } from "./password";
import { refuse } from "./refusals";
import { refusalSchema } from "./schemas";
import { signupRoutes } from "./signup";

/** PacSpace Balance: accounts by JSON Web Token. */
export const balance: Dialect = {
  name: "balance",
  title: "PacSpace Balance API",
  description:
    "Accounts with bearer tokens that last 24 hours. Success is `{statusCode, message?, data?}`, an error is `{statusCode, error, message}`.",
  base: "/compat/balance/dashboard/auth",
  documentPath: "/openapi.json",
  routes: [...signupRoutes, ...loginRoutes, ...passwordRoutes],
  refuse,
  refusalSchema,
};
