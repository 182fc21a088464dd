import type { Messages } from "next-intl";

export interface Place {
  href: string;
  /** Key in the `shell` messages. */
  name: keyof Messages["shell"];
  /** Hidden from other users. */
  needs?: "reviewer" | "admin";
}

export const accountPlaces = [
  { href: "/account", name: "account" },
  { href: "/account/profile", name: "profile" },
  { href: "/account/security", name: "security" },
  { href: "/account/team", name: "team" },
  { href: "/account/projects", name: "projects" },
  { href: "/account/api-keys", name: "apiKeys" },
  { href: "/account/activity", name: "activity" },
  { href: "/account/data", name: "data" },
] as const satisfies Place[];

/** Omits pages that are linked from a listed one. */
export const adminPlaces = [
  { href: "/admin", name: "overview", needs: "admin" },
  { href: "/admin/requests", name: "requests", needs: "reviewer" },
  { href: "/admin/rules", name: "rules", needs: "admin" },
  { href: "/admin/users", name: "users", needs: "admin" },
  { href: "/admin/tenants", name: "tenants", needs: "admin" },
  { href: "/admin/mail", name: "mail", needs: "admin" },
  { href: "/admin/webhooks", name: "webhooks", needs: "admin" },
  { href: "/admin/doctor", name: "doctor", needs: "admin" },
  { href: "/admin/audit", name: "audit", needs: "admin" },
  { href: "/admin/settings", name: "settings", needs: "admin" },
] as const satisfies Place[];
