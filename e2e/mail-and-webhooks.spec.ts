import { Webhook } from "standardwebhooks";
import { type ReceivedEvent, startStubReceiver } from "@/tests/support/stub-receiver";
import { admin, createAccount, invite, newPerson, requestAccess, signIn } from "./accounts";
import { expectAccessible } from "./axe";
import { expect, test } from "./fixtures";

test.use({ expectedConsoleErrors: [/403/] });

test("an admin finds and previews an email without its token", async ({ page, mail }) => {
  const person = newPerson();
  const link = await invite(person, mail);
  const token = new URL(link).searchParams.get("token") ?? "";
  await signIn(page, admin);
  await page.goto("/admin/mail");
  await page.getByLabel("Recipient").fill(person.email);
  await page.getByLabel("Template").selectOption("access-approved");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/template=access-approved/);
  await page.getByRole("link", { name: person.email }).click();

  await expect(page.getByRole("heading", { name: /is approved/, level: 1 })).toBeVisible();
  const main = page.getByRole("main");
  await expect(main.getByText("Sent", { exact: true }).first()).toBeVisible();
  const frame = page.frameLocator("iframe[title='Email, light']");
  await expect(frame.getByText("Create account")).toBeVisible();
  await expect(frame.getByText(/\/signup\?…/)).toBeVisible();
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await expect(page.frameLocator("iframe[title='Email, dark']").getByText("Create account")).toBeVisible();
  await page.getByRole("button", { name: "Text", exact: true }).click();
  await expect(main.getByText(/\/signup\?…/)).toBeVisible();
  expect(await page.content()).not.toContain(token);
  await expectAccessible(page, "one mail");
  await page.getByRole("link", { name: "Access request" }).click();
  await expect(page).toHaveURL(/\/admin\/requests/);
});

test("a test email reports its delivery", async ({ page, mail }) => {
  await signIn(page, admin);
  await page.goto("/admin/mail");
  await page.getByRole("button", { name: "Send test email" }).click();
  await expect(page.getByText(/to ada@.* is in the built-in mailbox/)).toBeVisible();
  await expectAccessible(page, "the outcome of a test mail");
  await mail.arrived(admin.email, /^Test email from /);
});

test("shows every template in both languages and sends it to the admin", async ({ page, mail }) => {
  await signIn(page, admin);
  await page.goto("/admin/mail");
  await page.getByRole("link", { name: "View templates" }).click();
  // The previous page also lists templates.
  await expect(page.getByRole("heading", { name: "Email templates" })).toBeVisible();
  await page.getByLabel("Template").selectOption("password-reset");
  await page.getByRole("button", { name: "Show template" }).click();
  await expect(page).toHaveURL(/template=password-reset/);
  await page.getByRole("link", { name: "German" }).click();
  await expect(page.frameLocator("iframe[title='Email, light']").getByText("Hallo Jane Doe,")).toBeVisible();
  await page.getByRole("button", { name: "Send to me" }).click();
  await expect(page.getByText(/to ada@.* is in the built-in mailbox/)).toBeVisible();
  await mail.arrived(admin.email, /Passwort/);
});

test("sends a signed webhook for a request and resends a failed one", async ({ page }) => {
  const receiver = await startStubReceiver();
  const description = `Receiver on port ${receiver.port}`;
  try {
    await signIn(page, admin);
    await page.goto("/admin/webhooks");
    await page.getByRole("button", { name: "Add webhook" }).click();
    await page.getByLabel("URL").fill("ftp://company.example");
    await page.getByRole("button", { name: "Add webhook" }).click();
    await expect(page.getByText("Choose at least one event.").first()).toBeVisible();
    await expectAccessible(page, "a webhook that is not complete");
    await page.getByLabel("URL").fill(receiver.url);
    await page.getByLabel("Description (optional)").fill(description);
    await page.getByLabel("access_request.created").check();
    await page.getByRole("button", { name: "Add webhook" }).click();
    const secret = (await page.getByText(/^whsec_/).textContent()) ?? "";
    await expectAccessible(page, "a new webhook's secret");
    await page.getByRole("button", { name: "I've saved it" }).click();
    await expect(page.getByRole("heading", { name: description })).toBeVisible();
    await expect(page.getByText(secret)).toBeHidden();

    const person = newPerson();
    const own = ({ body }: ReceivedEvent) => body.includes(person.email);
    await requestAccess(person);
    await expect.poll(() => receiver.received.filter(own).length).toBe(1);
    const event = receiver.received.find(own);
    const names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    const signed = Object.fromEntries(names.map((name) => [name, String(event?.headers[name])]));
    expect(new Webhook(secret).verify(event?.body ?? "", signed)).toMatchObject({
      type: "access_request.created",
      version: 1,
      data: { accessRequest: { email: person.email, status: "pending" } },
    });

    receiver.answer = { status: 500, body: "We are closed" };
    await page.getByRole("button", { name: "Send test event" }).click();
    await expect(page.getByText("Not delivered: HTTP 500")).toBeVisible();
    await page.getByRole("link", { name: "Failed", exact: true }).click();
    await expect(page).toHaveURL(/state=failed/);
    const failed = page.getByRole("listitem").filter({ hasText: "webhook.test" });
    await failed.getByText("webhook.test").first().click();
    await expect(failed.getByText("We are closed")).toBeVisible();
    await expectAccessible(page, "a failed delivery");
    receiver.answer = 200;
    await failed.getByRole("button", { name: "Resend event" }).click();
    await expect.poll(() => receiver.received.filter(({ body }) => body.includes("webhook.test")).length).toBe(2);

    await page.getByRole("button", { name: "Turn off" }).click();
    await expect(page.getByText("Events that happen while it's off aren't sent.")).toBeVisible();
    await page.getByRole("button", { name: "Delete…" }).click();
    await expectAccessible(page, "the question before a webhook is deleted");
    await page.getByRole("button", { name: "Delete webhook" }).click();
    await expect(page).toHaveURL(/\/admin\/webhooks$/);
    await expect(page.getByRole("link", { name: description })).toBeHidden();
  } finally {
    await receiver.stop();
  }
});

test.describe("someone who isn't an admin", () => {
  test("sees neither emails nor webhooks", async ({ page, mail }) => {
    await signIn(page, await createAccount(mail));
    for (const path of ["/admin/mail", "/admin/mail/templates", "/admin/webhooks"]) {
      expect((await page.goto(path))?.status(), path).toBe(403);
    }
  });
});
