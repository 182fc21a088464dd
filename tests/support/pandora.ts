import { expect } from "vitest";
import { type AuthTokenPair, authTokenPairSchema } from "@/lib/api/pandora/schemas";
import type { BearerClient } from "./bearer-client";
import type { TestContext } from "./test-context";

/** The password in the Pandora document's example. */
export const ownerPassword = "my-secure-password";

export async function setUpPandora(api: BearerClient): Promise<AuthTokenPair> {
  const { status, body } = await api.post("/api/auth/setup", { password: ownerPassword });
  expect(status).toBe(201);
  const pair = authTokenPairSchema.parse(body);
  api.token = pair.token;
  return pair;
}

export async function logInToPandora(api: BearerClient, password = ownerPassword): Promise<AuthTokenPair> {
  const { status, body } = await api.post("/api/auth/login", { password });
  expect(status).toBe(200);
  return authTokenPairSchema.parse(body);
}

export async function ownedBy({ ctx }: TestContext, firstAdminId: string): Promise<void> {
  await ctx.db.instance.create({ data: { id: 1, firstAdminId, setUpAt: ctx.clock.now() } });
}
