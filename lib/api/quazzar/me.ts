import { z } from "zod";
import { defineRoute } from "@/lib/api/http/route";
import { updateProfile } from "@/lib/core/accounts/profile";
import { ok } from "@/lib/core/kernel/result";
import { profile, profileOf } from "@/lib/core/users/profile";
import { exampleUser } from "./examples";
import { nothing, updateMeBody, userSchema } from "./schemas";
import { toUser } from "./serialize";

const getRoute = defineRoute({
  method: "get",
  path: "/users/me",
  allowedBeforeMfa: true,
  summary: "Get your profile",
  access: "key",
  input: nothing,
  status: 200,
  output: userSchema,
  outputExample: exampleUser,
  errors: [],
  async run({ actor }) {
    return ok({ data: toUser(profileOf(actor)) });
  },
});

const updateRoute = defineRoute({
  method: "patch",
  path: "/users/me",
  summary: "Update your profile",
  description: "Fields you leave out don't change. An empty or null phone removes it.",
  access: "user",
  input: updateMeBody,
  inputExample: { full_name: "Jane M. Developer", phone: "+1-555-0200" },
  status: 200,
  output: userSchema,
  outputExample: { ...exampleUser, full_name: "Jane M. Developer", phone: "+1-555-0200" },
  errors: ["api_key_not_allowed"],
  async run({ ctx, actor, input: { full_name: name, phone } }) {
    const updated = await updateProfile(ctx, actor, { name, phone });
    return updated.ok ? ok({ data: toUser(z.decode(profile, updated.value)) }) : updated;
  },
});

export const meRoutes = [getRoute, updateRoute];
