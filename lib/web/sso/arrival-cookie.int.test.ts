import { expect, it } from "vitest";
import { linkAndSignIn, linkInSession } from "@/app/(public)/login/link/actions";
import { createAccount } from "@/app/(public)/signup/sso/actions";
import { arrival, arriveAs, outcomeOf } from "@/tests/support/arrivals";
import { createUser, signIn } from "@/tests/support/factories";
import { testContext } from "@/tests/support/test-context";
import { holdSession, openBrowser } from "@/tests/support/web-request";
import { arrivalCookie } from "./arrival-cookie";

const steps = {
  "completing the sign-up": async () => {
    const test = await testContext({ config: { signup: "open" } });
    const { ticket } = outcomeOf(await arriveAs(test, arrival()), "sign-up");
    return { test, ticket, act: () => createAccount({ ticket, name: "Jane Doe", organization: "Acme" }) };
  },
  "linking with the password": async () => {
    const test = await testContext();
    const user = await createUser(test);
    const { ticket } = outcomeOf(await arriveAs(test, arrival({ email: user.email })), "link");
    return { test, ticket, act: () => linkAndSignIn({ ticket, password: user.password }) };
  },
  "linking in an open session": async () => {
    const test = await testContext();
    const user = await createUser(test);
    const { session } = await signIn(test, user);
    const { ticket } = outcomeOf(await arriveAs(test, arrival({ email: user.email })), "link");
    return { test, ticket, session, act: () => linkInSession({ token: ticket }) };
  },
};

it.each(Object.entries(steps))("%s works only in the browser that arrived", async (_, prepare) => {
  const { test, ticket, act, ...rest } = await prepare();
  const session = "session" in rest ? rest.session : null;
  const open = () => {
    const browser = openBrowser(test);
    if (session) holdSession(browser, session);
    return browser;
  };
  open();
  expect(await act()).toMatchObject({ ok: false, error: { code: "token_invalid" } });

  open();
  await arrivalCookie.bind(test.ctx, "another ticket");
  expect(await act()).toMatchObject({ ok: false, error: { code: "token_invalid" } });
  expect(await test.ctx.db.externalIdentity.count()).toBe(0);

  const arrived = open();
  await arrivalCookie.bind(test.ctx, ticket);
  expect(arrived.written.at(-1)).toMatchObject({
    name: "foyer_sso_arrival",
    httpOnly: true,
    sameSite: "lax",
    path: "/",
  });
  expect(await act()).toMatchObject({ ok: true });
  expect(await test.ctx.db.externalIdentity.count()).toBe(1);
});
