import type { Dialect } from "@/lib/api/http/bearer/dialect";
import { authRoutes } from "./auth";
import { meRoutes } from "./me";
import { passwordResetRoutes } from "./password-reset";
import { projectRoutes } from "./projects";
import { refuseInWords } from "./refusals";
import { refusalSchema } from "./schemas";
import { totpRoutes } from "./totp";

/** The Quazzar document's API: bare objects in snake case, one token, no refresh. */
export const quazzar: Dialect = {
  name: "quazzar",
  title: "Quazzar API",
  description:
    "Responses have no envelope, and an error is `{detail, code}`. Send the token as `Authorization: Bearer`.",
  base: "/compat/quazzar",
  documentPath: "/openapi.json",
  routes: [...authRoutes, ...totpRoutes, ...passwordResetRoutes, ...meRoutes, ...projectRoutes],
  refuse: refuseInWords,
  refusalSchema,
};
