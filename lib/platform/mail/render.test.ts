import { describe, expect, it } from "vitest";
import type { MailOrigin, MailTemplates } from "@/lib/core/kernel/mail";
import { locales } from "@/lib/values/locale";
import { type RenderedMail, renderMail } from "./render";

interface Words {
  name: string;
  organization: string;
  remark: string;
  newEmail: string;
}

const plain: Words = {
  name: "Jane Doe",
  organization: "Acme Inc",
  remark: "Welcome aboard.",
  newEmail: "jane@new.example",
};

const url = "https://foyer.example/page?token=abc-_123&next=%2Fhome&a=1";
const otherUrl = "https://foyer.example/other?x=1&y=2";
const expiresAt = new Date("2026-03-03T00:05:00.000Z");
const origin: MailOrigin = {
  ip: "203.0.113.7",
  userAgent:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  at: new Date("2026-03-02T00:05:00.000Z"),
};

type Table = { [Name in keyof MailTemplates]: { props: MailTemplates[Name]; url: string | null } };

function table({ name, organization, remark, newEmail }: Words): Table {
  const security = { name, alarmUrl: url, origin };
  return {
    "access-requested": { props: { name, organization, statusUrl: url }, url },
    "more-information": { props: { name, organization, question: remark, url }, url },
    "request-waiting": {
      props: { name, applicant: name, applicantEmail: newEmail, organization, answered: false, url },
      url,
    },
    "requests-digest": { props: { name, count: 2, newest: remark, url }, url },
    "confirm-request": { props: { name, organization, hasOthers: true, url, expiresAt, origin }, url },
    "access-approved": { props: { name, organization, url, expiresAt, note: remark }, url },
    "approval-expired": { props: { name, url }, url },
    "link-copied": { props: { name, at: origin.at }, url: null },
    "access-rejected": { props: { name, organization, reason: remark }, url: null },
    "already-registered": { props: { name, loginUrl: url, resetUrl: otherUrl, origin }, url },
    "verify-email": { props: { name, url, expiresAt }, url },
    "password-reset": { props: { name, url, expiresAt, origin }, url },
    "password-changed": { props: { ...security, how: "changed" }, url },
    "email-change-confirm": { props: { name, newEmail, url, expiresAt, origin }, url },
    "email-change-requested": { props: { name, newEmail, undoUrl: url, origin }, url },
    "email-changed": { props: { name, newEmail, undoUrl: url, undoExpiresAt: expiresAt, origin }, url },
    "email-change-collision": { props: { name, origin }, url: null },
    "mfa-enabled": { props: security, url },
    "mfa-disabled": { props: security, url },
    "recovery-codes-regenerated": { props: security, url },
    "recovery-code-used": { props: { ...security, remaining: 3 }, url },
    "session-theft-suspected": { props: security, url },
    "new-device": { props: security, url },
    "attempts-failed": { props: security, url },
    "second-factor-paused": { props: security, url },
    "sign-in-paused": { props: { name, url, expiresAt, origin }, url },
    "passkey-added": { props: { ...security, passkey: remark }, url },
    "passkey-removed": { props: { ...security, passkey: remark }, url },
    "identity-linked": { props: { ...security, provider: "Google" }, url },
    "identity-unlinked": { props: { ...security, provider: "Google" }, url },
    "api-key-created": { props: { ...security, keyName: remark }, url },
    "api-key-expiring": { props: { name, keyName: remark, expiresAt, keysUrl: url }, url },
    "two-factor-required": { props: { name, dueAt: expiresAt, isLast: false, setupUrl: url }, url },
    "mfa-reset-scheduled": { props: { name, reason: remark, dueAt: expiresAt, cancelUrl: url }, url },
    "mfa-reset": { props: security, url },
    "mfa-reset-stopped": { props: security, url },
    "deletion-scheduled": { props: { name, dueAt: expiresAt, keepUrl: url, origin }, url },
    "account-deleted": { props: { name }, url: null },
    invitation: { props: { inviter: name, organization, role: "MEMBER", url, expiresAt }, url },
    "team-removed": { props: { name, organization }, url: null },
    "test-mail": { props: { name, mailsUrl: url }, url },
    "webhook-failing": { props: { name, url: otherUrl, reason: remark, isTurnedOff: true, webhookUrl: url }, url },
    "team-role-changed": { props: { name, organization, role: "ADMIN" }, url: null },
    "account-deactivated": { props: { name, reason: remark }, url: null },
    "account-reactivated": { props: { name, loginUrl: url }, url },
    "signed-out-by-admin": { props: { name, isEverywhere: true, loginUrl: url }, url },
    "api-key-revoked-by-admin": { props: { name, keyName: remark, keysUrl: url }, url },
    "console-role-changed": { props: { name, role: "reviewer" }, url: null },
    "join-asked": {
      props: { name, applicant: name, applicantEmail: newEmail, organization, role: "MEMBER", teamUrl: url },
      url,
    },
    "member-joined": {
      props: {
        name,
        applicant: name,
        approvedName: remark,
        applicantEmail: newEmail,
        organization,
        role: "ADMIN",
        teamUrl: url,
      },
      url,
    },
    "invitation-sent": {
      props: { name, by: name, invitedEmail: newEmail, organization, role: "OWNER", teamUrl: url },
      url,
    },
    "domain-lost": { props: { name, organization, domain: "company.example", teamUrl: url }, url },
    "domain-verified": { props: { name, organization, domain: "company.example", teamUrl: url }, url },
    "security-setting-changed": {
      props: {
        name,
        organization,
        by: name,
        byEmail: newEmail,
        at: expiresAt,
        changes: [{ setting: "organizationName", value: remark }],
        settingsUrl: url,
      },
      url,
    },
    "project-deleted": { props: { name, organization, project: remark, by: name }, url: null },
    "plan-changed": { props: { name, organization, plan: "PRO", teamUrl: url }, url },
    "production-changed": { props: { name, organization, isActive: true }, url: null },
  };
}

const everyMail = (Object.keys(table(plain)) as (keyof MailTemplates)[]).flatMap((template) =>
  locales.map((locale) => ({ template, locale })),
);

function renderWith(words: Words, template: keyof MailTemplates, locale: string): Promise<RenderedMail> {
  return renderMail({ template, props: table(words)[template].props, locale, appName: "Foyer" });
}

function read(html: string): { shown: string; links: string[] } {
  const decode = (text: string) =>
    text
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&quot;/g, '"')
      .replace(/&#x27;/g, "'")
      .replace(/&amp;/g, "&");
  const withoutTags = html.replace(/<!--.*?-->/gs, "").replace(/<style.*?<\/style>|<[^>]*>/gs, "");
  return {
    shown: decode(withoutTags),
    links: [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => decode(href)),
  };
}

describe.each(everyMail)("$template in $locale", ({ template, locale }) => {
  it("has a subject of one line, and greets the reader in both bodies with nothing missing", async () => {
    const { subject, html, text } = await renderWith(plain, template, locale);
    expect(subject).toMatch(/^\S.+$/);
    expect(subject).not.toMatch(/[\r\n{}]/);
    expect(html).toContain(`<html dir="ltr" lang="${locale}"`);
    const named = locale === "de" ? "Hallo Jane Doe," : "Hello Jane Doe,";
    const greeting = template === "invitation" ? "Jane Doe" : named;
    for (const body of [read(html).shown, text]) {
      expect(body).toContain(greeting);
      expect(body).toContain("Foyer");
      expect(body).not.toMatch(/\{\w+\}|undefined|null|\[object|Invalid Date/);
    }
  });

  it("leads with its button, its printed link and its text to exactly one address", async () => {
    const { html, text } = await renderWith(plain, template, locale);
    const { shown, links } = read(html);
    const wanted = table(plain)[template].url;
    expect(new Set(links)).toEqual(new Set(wanted ? [wanted] : []));
    if (wanted === null) return;
    expect(shown).toContain(wanted);
    expect(text.split("\n")).toContain(wanted);
    expect(text).not.toContain("&amp;");
  });

  it("keeps what people wrote out of the markup and out of the subject", async () => {
    const markup = "<img src=x onerror=alert(1)>";
    const header = "\r\nBcc: a@evil.test";
    const hostile = `${markup}"'&{name}<b>${header}`;
    const words = { name: hostile, organization: hostile, remark: hostile, newEmail: hostile };
    const { subject, html, text } = await renderWith(words, template, locale);
    expect(html).not.toMatch(/<img|<b>/);
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(text).toContain(markup);
    expect(subject).not.toMatch(/[\r\n]|Bcc|img/);
    expect(subject).toBe((await renderWith(plain, template, locale)).subject);
  });

  it("leaves no light background in dark mode, and names one language", async () => {
    const { html } = await renderWith(plain, template, locale);
    const backgrounds = [...html.matchAll(/<[^>]*style="[^"]*background-color:[^>]*>/g)].map(([tag]) => tag);
    expect(backgrounds.length).toBeGreaterThan(0);
    for (const tag of backgrounds) expect(tag).toMatch(/class="(page|sheet|act)"/);
    expect(new Set([...html.matchAll(/\slang="([^"]*)"/g)].map(([, lang]) => lang))).toEqual(new Set([locale]));
  });

  it("says where it came from when the account's security is at stake", async () => {
    const { html, text } = await renderWith(plain, template, locale);
    const isAboutSecurity = "origin" in table(plain)[template].props;
    const day = locale === "de" ? /2\. März 2026(?: um|,)? 00:05 UTC/ : /Mar 2, 2026, 00:05 UTC/;
    const device = locale === "de" ? "Chrome unter Windows" : "Chrome on Windows";
    for (const body of [read(html).shown, text]) {
      if (isAboutSecurity) {
        expect(body).toMatch(day);
        expect(body).toContain(device);
        expect(body).toContain("203.0.113.7");
      } else {
        expect(body).not.toContain("203.0.113.7");
      }
    }
  });
});

describe.each(["access-approved", "access-rejected"] as const)("%s", (template) => {
  it("shows what the admin wrote, word for word and line for line", async () => {
    const remark = "We need <more> of this & that.\nWrite to us.";
    const { html, text } = await renderWith({ ...plain, remark }, template, "en");
    expect(html).toContain("We need &lt;more&gt; of this &amp; that.\nWrite to us.");
    expect(text).toContain("> We need <more> of this & that.\n> Write to us.");
  });

  it("says nothing of an admin who wrote nothing", async () => {
    const approved = { name: "Jane Doe", organization: "Acme Inc", url, expiresAt, note: null };
    const rejected = { name: "Jane Doe", organization: "Acme Inc", reason: null };
    const props = template === "access-approved" ? approved : rejected;
    const { html, text } = await renderMail({ template, props, locale: "en", appName: "Foyer" });
    for (const body of [html, text]) expect(body).not.toMatch(/A note from us|Reason/);
  });
});

describe("the end of a link", () => {
  it.each(["verify-email", "password-reset", "access-approved", "email-changed"] as const)(
    "is told by %s in UTC",
    async (template) => {
      const { text } = await renderWith(plain, template, "en");
      expect(text).toContain("Mar 3, 2026, 00:05 UTC");
    },
  );
});

it("tells a reset password from a changed one", async () => {
  const mail = (how: "changed" | "reset") =>
    renderMail({
      template: "password-changed",
      props: { name: "Jane Doe", how, alarmUrl: url, origin },
      locale: "en",
      appName: "Foyer",
    });
  expect((await mail("changed")).text).not.toBe((await mail("reset")).text);
});

it("calls a device that says nothing of itself unknown, and shortens one that nobody knows", async () => {
  const mail = async (userAgent: string) =>
    (
      await renderMail({
        template: "mfa-enabled",
        props: { name: "Jane Doe", alarmUrl: url, origin: { ...origin, userAgent } },
        locale: "en",
        appName: "Foyer",
      })
    ).text;
  expect(await mail("")).toContain("Device: Unknown device\n");
  expect(await mail(`homemade ${"x".repeat(400)}`)).toMatch(/Device: .{1,60}\n/);
});

it("writes English to a reader of a language that it does not have", async () => {
  expect((await renderWith(plain, "mfa-enabled", "xx")).text).toContain("Hello Jane Doe,");
});

it.each([
  ["access-approved", true],
  ["verify-email", false],
] as const)("%s shows the steps from the request only where a request came first: %s", async (template, isShown) => {
  expect((await renderWith(plain, template, "en")).text.includes("Progress: Request ✓")).toBe(isShown);
});

it("shows where a security event came from above the button", async () => {
  const { html, text } = await renderWith(plain, "new-device", "en");
  for (const body of [html, text]) expect(body.indexOf("203.0.113.7")).toBeLessThan(body.indexOf("Secure account"));
});
