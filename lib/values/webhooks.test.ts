import { describe, expect, it } from "vitest";
import { createWebhookSchema, updateWebhookSchema } from "./webhooks";

describe("a webhook", () => {
  it.each([
    "ftp://company.example/",
    "company.example/hook",
    "https://user:secret@company.example/",
    "https://company.example/#here",
    "javascript:alert(1)",
    "https://",
    "",
  ])("rejects the URL %j", (url) => {
    expect(updateWebhookSchema.safeParse({ url }).success).toBe(false);
  });

  it('requires known events, and "*" replaces all others', () => {
    const url = " https://company.example/hook?a=1 ";
    const parse = (events: unknown) => createWebhookSchema.safeParse({ url, events });
    for (const events of [[], ["user.created"], "*", undefined]) expect(parse(events).success).toBe(false);
    expect(parse(["user.registered", "*"]).data).toEqual({
      url: "https://company.example/hook?a=1",
      description: "",
      events: ["*"],
    });
  });
});
