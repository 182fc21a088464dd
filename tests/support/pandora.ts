import { expect } from "vitest";
import { type AuthTokenPair, authTokenPairSchema } from "@/lib/api/pandora/schemas";
import type { BearerClient } from "./bearer-client";
import type { TestContext } from "./test-context";

/** The password of the Pandora document's example. */
export const ownerPassword = "my-secure-password";

/** Sets the instance up through the Pandora API; the client keeps the token. */
export async function setUpPandora(api: BearerClient): Promise<AuthTokenPair> {
  const { status, body } = await api.post("/api/auth/setup", { password: ownerPassword });
  expect(status).toBe(201);
  const pair = authTokenPairSchema.parse(body);
  api.token = pair.token;
  return pair;
}

/** Signs the owner in once more, as another program; the client keeps its own token. */
export async function logInToPandora(api: BearerClient, password = ownerPassword): Promise<AuthTokenPair> {
  const { status, body } = await api.post("/api/auth/login", { password });
  expect(status).toBe(200);
  return authTokenPairSchema.parse(body);
}

/** As if this account had set the instance up. */
export async function ownedBy({ ctx }: TestContext, firstAdminId: string): Promise<void> {
  await ctx.db.instance.create({ data: { id: 1, firstAdminId, setUpAt: ctx.clock.now() } });
}
