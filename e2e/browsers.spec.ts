import type { Page } from "@playwright/test";
import { createAccount, createMfaAccount, signIn, submitSignIn } from "./accounts";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

/** Replaces text nodes as a browser's translation does, now and whenever the page changes. */
async function translate(page: Page): Promise<void> {
  await page.evaluate(() => {
    const wrap = (node: Node) => {
      if (node.nodeType !== Node.TEXT_NODE || !node.nodeValue?.trim()) return [...node.childNodes].forEach(wrap);
      const parent = node.parentElement;
      if (!parent || ["FONT", "SCRIPT", "STYLE", "TEXTAREA"].includes(parent.tagName)) return;
      if (parent.closest("[translate=no]")) return;
      const outer = document.createElement("font");
      outer.append(document.createElement("font"));
      outer.firstElementChild?.append(node.nodeValue);
      node.parentNode?.replaceChild(outer, node);
    };
    wrap(document.body);
    const observer = new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) wrap(node);
    });
    observer.observe(document.body, { childList: true, subtree: true });
  });
}

/** Waits until React has taken the page over. A translation before that makes React render the page anew. */
async function hydrated(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll("main button")].some((button) =>
      Object.keys(button).some((key) => key.startsWith("__reactProps")),
    ),
  );
}

test("stays usable while the browser translates the page", async ({ page, mail }) => {
  const person = await createAccount(mail);
  await page.goto("/login");
  await hydrated(page);
  await translate(page);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toHaveText("Sign in");
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/account$/);

  await page.goto("/account/security");
  await hydrated(page);
  await translate(page);
  await page.getByRole("button", { name: "Turn on 2FA" }).click();
  const secret = await page.locator("code").innerText();
  await page.getByLabel("Code").fill(await totpCode(secret));
  await page.getByRole("button", { name: "Verify code" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: /^[A-Z2-7-]{10,}$/ })).toHaveCount(10);
});

test("takes a code that is typed with Arabic digits", async ({ page, mail }) => {
  const person = await createMfaAccount(mail);
  await page.goto("/login");
  await submitSignIn(page, person);
  const code = await totpCode(person.secret, 1);
  const arabic = [...code].map((digit) => String.fromCodePoint(0x660 + Number(digit))).join("");
  await page.getByLabel("Authentication code").pressSequentially(arabic);
  await page.getByRole("button", { name: "Verify" }).click();
  await expect(page).toHaveURL(/\/account$/);
});

for (const minutes of [20, 24 * 60, -20]) {
  test(`renews the session once at most while this device's clock is ${minutes} minutes ahead`, async ({
    page,
    mail,
  }) => {
    const person = await createAccount(mail);
    await signIn(page, person);
    await page.clock.install({ time: Date.now() + minutes * 60_000 });
    let renewals = 0;
    page.on("request", (request) => {
      if (request.url().endsWith("/refresh-token")) renewals += 1;
    });
    await page.goto("/account");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    for (let minute = 0; minute < 5; minute += 1) await page.clock.runFor(60_000);
    expect(renewals).toBeLessThanOrEqual(1);
  });
}

test.describe("a page that is older than the server", () => {
  test.use({ expectedConsoleErrors: [/404|Failed to load|ChunkLoadError|chunk/i] });

  test("asks for a reload where a part of it is gone", async ({ page, mail }) => {
    const person = await createAccount(mail);
    await signIn(page, person);
    await page.goto("/account/profile");
    await hydrated(page);
    await page.route("**/_next/static/chunks/**", (route) => route.fulfill({ status: 404, body: "" }));
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("alert").getByText("A new version is available.")).toBeVisible();
    await page.unroute("**/_next/static/chunks/**");
    await page.getByRole("button", { name: "Reload page" }).click();
    await expect(page.getByRole("alert").getByText("A new version is available.")).toBeHidden();
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("says that the page needs it", async ({ page }) => {
    for (const path of ["/login", "/request-access", "/forgot-password"]) {
      await page.goto(path);
      await expect(page.locator("noscript p")).toBeVisible();
    }
  });
});

test("leads password managers to the security page", async ({ request }) => {
  const answer = await request.get("/.well-known/change-password", { maxRedirects: 0 });
  expect(answer.status()).toBe(302);
  expect(answer.headers().location).toBe("/account/security");
  const { manage } = (await (await request.get("/.well-known/passkey-endpoints")).json()) as { manage: string };
  expect(manage).toMatch(/\/account\/security$/);
});
