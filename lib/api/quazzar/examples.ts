import type { ProjectBody, User } from "./schemas";

export const exampleUser: User = {
  id: "550e8400-e29b-41d4-a716-446655440000",
  email: "jane@example.com",
  full_name: "Jane Developer",
  company_name: "Acme Corp",
  phone: "+1-555-0100",
  is_active: true,
  totp_enabled: true,
  created_at: "2026-01-15T08:30:00Z",
};

export const exampleLoggedIn = {
  access_token: "eyJhbGciOiJIUzI1NiIs...",
  token_type: "bearer" as const,
  user: {
    id: exampleUser.id,
    email: exampleUser.email,
    full_name: exampleUser.full_name,
    is_active: true,
    totp_enabled: false,
  },
};

export const exampleRegistered = {
  id: exampleUser.id,
  email: exampleUser.email,
  full_name: exampleUser.full_name,
  is_active: true,
  created_at: "2026-03-01T12:00:00Z",
};

export const exampleBackupCodes = ["mzxw6ytboi2dg", "nbvgy3tqojqxe", "onsxg5dpmuqgm", "pfxw45bamf2ca", "qgk3tlebqxezd"];

export const exampleProject: ProjectBody = {
  id: "550e8400-e29b-41d4-a716-446655440001",
  name: "Checkout",
  slug: "checkout",
  is_archived: false,
  created_at: "2026-03-01T12:00:00Z",
  updated_at: "2026-03-01T12:00:00Z",
};
