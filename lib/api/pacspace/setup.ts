import { ok } from "@/lib/core/kernel/result";
import { createFirstAdmin, getSetupStatus } from "@/lib/core/settings/setup";
import { exampleProfile, profileJson } from "@/lib/core/users/profile";
import { setupSchema } from "@/lib/values/forms";
import { definePublicEndpoint, type Endpoint } from "./endpoint";
import { nothing, setupStatusSchema, userDataSchema } from "./schemas";

const statusEndpoint = definePublicEndpoint({
  method: "get",
  path: "/status",
  summary: "Get setup status",
  input: nothing,
  status: 200,
  data: setupStatusSchema,
  dataExample: { setup: true },
  message: "Setup status.",
  refusals: [],
  async run({ ctx }) {
    const { setup } = await getSetupStatus(ctx);
    return ok({ data: { setup } });
  },
});

const setupEndpoint = definePublicEndpoint({
  method: "post",
  path: "/setup",
  summary: "Create the first admin",
  description:
    "Works once. If the server can be reached from other machines, send the setup token that it prints when it starts.",
  limit: "setup",
  input: setupSchema,
  inputExample: { name: "Ana Admin", email: "ana@company.com", password: "SecurePass1" },
  status: 201,
  data: userDataSchema,
  dataExample: { user: { ...exampleProfile, email: "ana@company.com", name: "Ana Admin", isAdmin: true } },
  message: "Admin created. Sign in.",
  refusals: ["already_set_up", "setup_token_invalid", "password_rejected"],
  async run({ ctx, input }) {
    const created = await createFirstAdmin(ctx, input);
    return created.ok ? ok({ data: { user: profileJson(created.value.user) } }) : created;
  },
});

export const setupEndpoints: Endpoint[] = [statusEndpoint, setupEndpoint];
