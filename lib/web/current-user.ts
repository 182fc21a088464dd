import { headers } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { getServerSession } from "next-auth";
import { cache } from "react";
import {
  type AdminActor,
  requireAdmin as narrowToAdmin,
  requireReviewer as narrowToReviewer,
  type ReviewerActor,
  type UserActor,
} from "@/lib/core/kernel/actors";
import { nativeAudience } from "@/lib/core/sessions/audiences";
import { resolveSession } from "@/lib/core/sessions/resolve-session";
import { isConfined } from "@/lib/core/sign-in/mfa/requirement";
import { safeNextPath } from "@/lib/values/next-path";
import { webContext } from "./context";
import { authOptions } from "./next-auth";
import { readSessionTokens } from "./session-cookies";

/**
 * Who asks for this page, or null. next-auth reads the session, the core answers who that is and whether they still
 * are; a fault while asking is thrown, and never taken for a stranger. Read once per page.
 */
export const findUser = cache(async (): Promise<UserActor | null> => {
  const { accessToken } = await readSessionTokens();
  if (!accessToken) return null;
  const ctx = await webContext();
  let actor: Promise<UserActor | null> = Promise.resolve(null);
  await getServerSession(
    authOptions((token) => {
      actor = resolveSession(ctx, token, nativeAudience);
      return actor;
    }),
  );
  return actor;
});

/** Where whoever needs two-factor authentication sets it up. */
export const mfaSetupPath = "/account/two-factor-setup";

/** The person; or the page that sets up two-factor authentication when that has to come first. */
export async function requireUser(): Promise<UserActor> {
  const actor = await requireUserBeforeMfa();
  if (isConfined(await webContext(), actor)) redirect(mfaSetupPath);
  return actor;
}

/**
 * The person, or a way to become one: through one refresh when the browser still has a refresh token, else by signing
 * in. For the one page that works before two-factor authentication is set up.
 */
export async function requireUserBeforeMfa(): Promise<UserActor> {
  const actor = await findUser();
  if (actor) return actor;
  const path = safeNextPath((await headers()).get("x-foyer-path"));
  const next = encodeURIComponent(path);
  const { accessToken, refreshToken } = await readSessionTokens();
  if (refreshToken) redirect(`/session/refresh?next=${next}`);
  redirect(accessToken ? `/login?next=${next}&reason=signed_out` : `/login?next=${next}`);
}

/** An admin, or the page that says that this one is for admins. */
export async function requireAdmin(): Promise<AdminActor> {
  const narrowed = narrowToAdmin(await requireUser());
  if (!narrowed.ok) forbidden();
  return narrowed.value;
}

/** A reviewer or an admin, or the page that says that this one is not for everybody. */
export async function requireReviewer(): Promise<ReviewerActor> {
  const narrowed = narrowToReviewer(await requireUser());
  if (!narrowed.ok) forbidden();
  return narrowed.value;
}
