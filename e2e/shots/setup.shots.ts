import { admin } from "../accounts";
import { expect, test } from "../fixtures";
import { shoot } from "./shoot";

test("the setup of the first admin", async ({ page }) => {
  await page.goto("/setup");
  await shoot(page, "setup");
  await page.getByLabel("Setup token").fill("not the one that was printed");
  await page.getByLabel("Email").fill("ada@");
  await page.getByLabel("Password", { exact: true }).fill("harbour");
  await page.getByRole("button", { name: "Create admin" }).click();
  await expect(page.getByText("Check the 3 highlighted fields.")).toBeVisible();
  await shoot(page, "setup-problems");

  await page.getByLabel("Setup token").fill(process.env.SETUP_TOKEN ?? "");
  await page.getByLabel("Name").fill(admin.name);
  await page.getByLabel("Email").fill(admin.email);
  await page.getByLabel("Organization").fill("Harbour Works");
  await page.getByLabel("Password", { exact: true }).fill(admin.password);
  await expect(page.getByText("strong.", { exact: false })).toBeVisible();
  await shoot(page, "setup-filled");
  await page.getByRole("button", { name: "Create admin" }).click();
  await expect(page.getByText("Your account is ready. Sign in to continue.")).toBeVisible();
  await shoot(page, "login-after-setup");
  await page.goto("/setup");
  await shoot(page, "setup-done");
});
