import type { Api } from "@/lib/api/http/api";
import { adminSurface, authSurface } from "./endpoints";
import { errorOf } from "./errors";
import { refusalSchema, successSchema } from "./schemas";

const passwordRules = new Set(["password_too_short", "password_too_long"]);
const newPasswordFields = new Set(["password", "newPassword"]);

const native = {
  name: "pacspace",
  documentPath: "/openapi.json",
  usesCookies: true,
  takesApiKeys: true,
  envelope: { wrap: (data, message) => ({ success: true, data, message }), schema: successSchema },
  errorOf,
  errorSchema: refusalSchema,
  inputError({ errors }, fieldErrors) {
    const isPolicy =
      errors.includes("password_rejected") &&
      Object.entries(fieldErrors).every(
        ([field, rules]) => newPasswordFields.has(field) && rules.every((rule) => passwordRules.has(rule)),
      );
    return isPolicy ? "password_rejected" : "validation_failed";
  },
} satisfies Omit<Api, "title" | "description" | "base" | "routes">;

export const authApi: Api = { ...native, ...authSurface };
export const adminApi: Api = { ...native, ...adminSurface };
