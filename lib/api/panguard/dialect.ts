import type { Dialect } from "@/lib/api/http/bearer/dialect";
import { accountRoutes } from "./account";
import { passwordRoutes } from "./password";
import { refuse } from "./refusals";
import { refusalSchema } from "./schemas";
import { totpRoutes } from "./totp";

/** Panguard: accounts by bearer token, with TOTP. */
export const panguard: Dialect = {
  name: "panguard",
  title: "Panguard API",
  description:
    "Accounts with bearer tokens that last 24 hours. Success is `{ok: true, data}`, an error is `{ok: false, error}`.",
  base: "/compat/panguard/api/auth",
  documentPath: "/openapi.json",
  routes: [...accountRoutes, ...passwordRoutes, ...totpRoutes],
  refuse,
  refusalSchema,
};
