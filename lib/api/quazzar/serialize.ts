import type { ApiError } from "@/lib/api/http/transport-errors";
import type { Registration } from "@/lib/core/accounts/sign-up/register";
import type { Project } from "@/lib/core/projects/projects";
import type { Profile } from "@/lib/core/users/profile";
import type { LoggedIn, ProjectBody, Registered, User } from "./schemas";

/** E.g. `2026-03-01T12:00:00Z`. */
function toMoment(moment: Date | string): string {
  return new Date(moment).toISOString().replace(/\.\d{3}Z$/, "Z");
}

/** Lists fields, so that new ones don't leak. */
export function toUser(profile: Omit<Profile, "updatedAt">): User {
  return {
    id: profile.id,
    email: profile.email,
    full_name: profile.name,
    company_name: profile.tenant.name,
    phone: profile.phone,
    is_active: true,
    totp_enabled: profile.mfaEnabled,
    created_at: toMoment(profile.createdAt),
  };
}

export function toLoggedIn(accessToken: string, profile: Profile): LoggedIn {
  const { id, email, full_name, is_active, totp_enabled } = toUser(profile);
  return { access_token: accessToken, token_type: "bearer", user: { id, email, full_name, is_active, totp_enabled } };
}

export function toRegistered({ user }: Registration): Registered {
  return {
    id: user.id,
    email: user.email,
    full_name: user.name,
    is_active: true,
    created_at: toMoment(user.createdAt),
  };
}

export function toProject(project: Project): ProjectBody {
  return {
    id: project.id,
    name: project.name,
    slug: project.slug,
    is_archived: project.archivedAt !== null,
    created_at: toMoment(project.createdAt),
    updated_at: toMoment(project.updatedAt),
  };
}

const fieldNames: Record<string, string> = { name: "full_name", organization: "company_name" };

export function inWireNames<Error extends ApiError>(error: Error, names = fieldNames): Error {
  if (!error.fieldErrors) return error;
  const fieldErrors = Object.fromEntries(
    Object.entries(error.fieldErrors).map(([field, rules]) => [names[field] ?? field, rules]),
  );
  return { ...error, fieldErrors };
}
