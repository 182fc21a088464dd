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

/** Errors are thrown, never treated as signed out. */
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

export const mfaSetupPath = "/account/two-factor-setup";

/** Redirects to the 2FA setup if required. */
export async function requireUser(): Promise<UserActor> {
  const actor = await requireUserBeforeMfa();
  if (isConfined(await webContext(), actor)) redirect(mfaSetupPath);
  return actor;
}

/** Only for the 2FA setup page. */
export async function requireUserBeforeMfa(): Promise<UserActor> {
  const actor = await findUser();
  if (actor) return actor;
  const path = safeNextPath((await headers()).get("x-foyer-path"));
  const next = encodeURIComponent(path);
  const { accessToken, refreshToken } = await readSessionTokens();
  if (refreshToken) redirect(`/session/refresh?next=${next}`);
  redirect(accessToken ? `/login?next=${next}&reason=signed_out` : `/login?next=${next}`);
}

export async function requireAdmin(): Promise<AdminActor> {
  const narrowed = narrowToAdmin(await requireUser());
  if (!narrowed.ok) forbidden();
  return narrowed.value;
}

export async function requireReviewer(): Promise<ReviewerActor> {
  const narrowed = narrowToReviewer(await requireUser());
  if (!narrowed.ok) forbidden();
  return narrowed.value;
}
