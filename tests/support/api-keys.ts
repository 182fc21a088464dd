import { createApiKey } from "@/lib/core/api-keys/create-api-key";
import type { UserActor } from "@/lib/core/kernel/actors";
import { createProject } from "@/lib/core/projects/create-project";
import type { ProjectView } from "@/lib/core/projects/project-view";
import { createUser, signIn, type TestUser } from "./factories";
import { expectOk } from "./outcomes";
import { type TestContext, testContext } from "./test-context";

export async function withProjects(): Promise<{
  test: TestContext;
  user: TestUser;
  actor: UserActor;
  one: ProjectView;
  two: ProjectView;
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
