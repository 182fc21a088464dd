import { describe, expect, it } from "vitest";
import { actionsByGroup } from "@/lib/core/audit/actions";
import { locales } from "@/lib/values/locale";
import { loadMessages } from "./messages";

type Catalogue = Record<string, Record<string, string>>;

describe.each(locales)("the audit log in %s", (locale) => {
  it("has words for every act, its own or those of the account's activity", async () => {
    const { audit, activity } = await loadMessages[locale]();
    const spoken = [audit.actions, activity.actions] as Catalogue[];
    const acts = actionsByGroup.flatMap(({ actions }) => actions);
    const mute = acts.filter((action) => {
      const [object = "", verb = ""] = action.split(".");
      return !spoken.some((catalogue) => catalogue[object]?.[verb]);
    });
    expect(mute).toEqual([]);
  });

  it("has words for every group", async () => {
    const { audit } = await loadMessages[locale]();
    expect(Object.keys(audit.groups).sort()).toEqual(actionsByGroup.map(({ group }) => group).sort());
  });
});
