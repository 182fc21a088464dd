import type { APIRequestContext } from "@playwright/test";
import { type Account, newPerson, register } from "../accounts";
import { expect, test } from "../fixtures";
import { shoot } from "./shoot";

const longUse =
  "We answer questions of our customers in three languages, and want to compare what two models say before one of them reaches anyone.";

async function sendAs(api: APIRequestContext, person: Account, organization: string): Promise<void> {
  const answer = await api.post("/dashboard/auth/request-access", {
    data: {
      name: person.name,
      email: person.email,
      organization,
      buyerMode: "DIRECT_INFERENCE_VENDOR",
      useCase: longUse,
    },
    headers: { "X-Pacspace-CSRF": "1" },
  });
  expect(answer.ok()).toBe(true);
}

test("a request in several versions", async ({ page, request, mail }) => {
  const person = newPerson("Grace Hopper");
  const received = /^We received your request/;
  await sendAs(request, person, "Compilers & Sons");
  const link = await mail.link(person.email, received);
  await page.goto(link);
  await shoot(page, "request");
  await sendAs(request, person, "A Company With A Remarkably Long Name That Wraps Around");
  await expect.poll(() => mail.count(person.email, received), { timeout: 60_000 }).toBe(2);
  await page.reload();
  await shoot(page, "request-versions");
  await page.getByRole("button", { name: "Use this version" }).first().click();
  await expect(page.getByRole("heading", { name: "Request updated" })).toBeFocused();
  await shoot(page, "request-version-chosen");

  await sendAs(request, person, "Another Company");
  await page.goto(await mail.link(person.email, /^Confirm your request/));
  await expect(page.getByRole("button", { name: "Confirm this version" })).toHaveCount(2);
  await shoot(page, "confirm-request-versions");
  await page.getByRole("button", { name: "Confirm this version" }).first().click();
  await expect(page.getByRole("heading", { name: "Request confirmed" })).toBeFocused();
  await shoot(page, "confirm-request-done");
  await page.goto(`/dev/mailbox?to=${encodeURIComponent(person.email)}`);
  await page.getByRole("link", { name: /^Confirm your request/ }).click();
  await shoot(page, "mailbox-confirm-request");
});

test("the verification of an email from another browser", async ({ page, mail }) => {
  const person = newPerson();
  await page.goto(await register(person, mail));
  await shoot(page, "verify-email-password");
  await page.getByLabel("Password you signed up with").fill("not my password");
  await page.getByRole("button", { name: "Verify email" }).click();
  await expect(page.getByText("This isn't the password you signed up with.")).toBeVisible();
  await shoot(page, "verify-email-wrong-password");
});
