import { expect, it } from "vitest";
import de from "@/messages/de/mails.json";
import en from "@/messages/en/mails.json";
import { renderMail } from "./render";
import { templates } from "./templates/templates";

const app = { locale: "en", appName: "Foyer" };
const person = { name: "Jane Doe", organization: "Acme Inc" };

it("names every template in every language", () => {
  const ids = Object.keys(templates).sort();
  expect(Object.keys(en.names).sort()).toEqual(ids);
  expect(Object.keys(de.names).sort()).toEqual(ids);
});

it("shows a plan by its name", async () => {
  const props = { ...person, plan: "PRO", teamUrl: "https://foyer.example/account/team" } as const;
  const { text } = await renderMail({ template: "plan-changed", props, ...app });
  expect(text).toContain("Acme Inc is now on the Pro plan.");
});

it("shows uses as the request form does, and those without a label as text", async () => {
  const changes = [{ setting: "fourEyesBuyerModes", value: "RESEARCH, PILOT_CUSTOMER" } as const];
  const settingsUrl = "https://foyer.example/admin/settings";
  const props = { ...person, organization: null, by: null, byEmail: null, at: new Date(), changes, settingsUrl };
  const { text } = await renderMail({ template: "security-setting-changed", props, ...app });
  expect(text).toContain("need two approvals: We do research, Pilot customer.");
});
