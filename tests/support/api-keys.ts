import { createApiKey } from "@/lib/core/api-keys/api-keys";
import type { UserActor } from "@/lib/core/kernel/actors";
import { createProject, type Project } from "@/lib/core/projects/projects";
import { createUser, signIn, type TestUser } from "./factories";
import { expectOk } from "./outcomes";
import { type TestContext, testContext } from "./test-context";

export async function withProjects(): Promise<{
  test: TestContext;
  user: TestUser;
  actor: UserActor;
  one: Project;
  two: Project;
}> {
  const test = await testContext();
  const user = await createUser(test);
  const { actor } = await signIn(test, user);
  const one = expectOk(await createProject(test.ctx, actor, { name: "Checkout" }));
  const two = expectOk(await createProject(test.ctx, actor, { name: "Billing" }));
  return { test, user, actor, one, two };
}

export async function makeKey(test: TestContext, actor: UserActor, projectIds: string[], expiresAt?: Date) {
  const input = { name: "ci-deploy", projectIds, ...(expiresAt ? { expiresAt } : {}) };
  return expectOk(await createApiKey(test.ctx, actor, input));
}
