import type { z } from "@hono/zod-openapi";
import type { Registration } from "@/lib/core/accounts/sign-up/register";
import type { IssuedSession } from "@/lib/core/sessions/issue-session";
import type { Profile } from "@/lib/core/users/profile";
import type * as schemas from "./schemas";

type Data<Schema extends z.ZodObject<{ data: z.ZodType }>> = z.input<Schema>["data"];

function prefixed(prefix: "usr" | "tnt", id: string): string {
  return `${prefix}_${id.replaceAll("-", "")}`;
}

/** A single word is a first name. */
function splitName(name: string): { firstName: string; lastName: string } {
  const space = name.lastIndexOf(" ");
  return space < 0
    ? { firstName: name, lastName: "" }
    : { firstName: name.slice(0, space).trimEnd(), lastName: name.slice(space + 1) };
}

export function toRegistered({ user }: Registration): Data<typeof schemas.registeredSchema> {
  return { id: prefixed("usr", user.id), email: user.email, name: user.name, isVerified: user.emailVerified };
}

export function toLoggedIn(profile: Profile, { accessToken }: IssuedSession): Data<typeof schemas.loggedInSchema> {
  const { id, email, name, role, emailVerified } = profile;
  return { id: prefixed("usr", id), email, name, role, isVerified: emailVerified, token: accessToken };
}

export function toProfile({ id, email, name, tenant, ...profile }: Profile): Data<typeof schemas.profileSchema> {
  return {
    id: prefixed("usr", id),
    email,
    ...splitName(name),
    tenantId: prefixed("tnt", tenant.id),
    emailVerified: profile.emailVerified,
    createdAt: profile.createdAt.toISOString(),
  };
}
