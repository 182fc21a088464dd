import type { ConsoleRole } from "@/lib/values/users";

/** The role in the console that a user's flags stand for. */
export function consoleRoleOf(user: { isAdmin: boolean; isReviewer: boolean }): ConsoleRole {
  if (user.isAdmin) return "admin";
  return user.isReviewer ? "reviewer" : "user";
}
