import { expect, it } from "vitest";
import { renderMail } from "./render";

const url = "http://localhost:3000/join?token=abc";
const expiresAt = new Date("2026-12-01T12:00:00Z");

async function invitationOf(words: string): Promise<string> {
  const props = { inviter: words, organization: words, role: "MEMBER" as const, url, expiresAt };
  const { html, text } = await renderMail({ template: "invitation", locale: "en", appName: "Foyer", props });
  return `${html}\n${text}`;
}

async function confirmationOf(words: string): Promise<string> {
  const origin = { ip: "203.0.113.7", userAgent: "", at: expiresAt };
  const props = { name: words, organization: words, hasOthers: true, url, expiresAt, origin };
  const { html, text } = await renderMail({ template: "confirm-request", locale: "en", appName: "Foyer", props });
  return `${html}\n${text}`;
}

it.each([
  "https://evil.example/claim",
  "Win at http://evil.example now",
  "javascript://evil.example/%0aalert(1)",
  "www.evil.example",
  "evil.example/claim?id=1",
  "evil.example:8080/claim",
  "HTTPS://EVIL.EXAMPLE/CLAIM",
  "evil.example",
  "claim@evil.example",
  "EVIL．EXAMPLE",
  "evil。example now",
  "evil｡example／claim",
  "evil․example",
])("puts nothing that a mail program makes a link of %j into an invitation or a confirmation", async (words) => {
  for (const mail of [await invitationOf(words), await confirmationOf(words)]) {
    const sent = mail.replaceAll("http://localhost:3000/", "");
    expect(sent.toLowerCase()).not.toContain("evil.example");
    expect(sent.toLowerCase()).not.toContain("claim@evil");
  }
});

it("leaves room for a name in an invitation, not for a message", async () => {
  const message = `Your account is locked and will be deleted. ${"Call us now. ".repeat(8)}`;
  const sent = await invitationOf(message);
  expect(sent).not.toContain(message.slice(0, 61));
  expect(sent).toContain("…");
});

it.each(["Jane Doe", "Ärzte ohne Grenzen e.V.", "Smith & Sons, Ltd.", "北京字节跳动科技有限公司"])(
  "writes the name %j as it is",
  async (name) => {
    for (const sent of [await invitationOf(name), await confirmationOf(name)]) {
      expect(sent.replaceAll("\u200b", "").replaceAll("&amp;", "&")).toContain(name);
    }
  },
);
