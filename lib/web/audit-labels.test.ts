import { describe, expect, it } from "vitest";
import { actionsByGroup } from "@/lib/core/audit/actions";
import { locales } from "@/lib/values/locale";
import { loadMessages } from "./messages";

type Catalogue = Record<string, Record<string, string>>;

describe.each(locales)("the audit log in %s", (locale) => {
  it("has a label for every action, its own or the account activity's", async () => {
    const { audit, activity } = await loadMessages[locale]();
    const catalogues = [audit.actions, activity.actions] as Catalogue[];
    const acts = actionsByGroup.flatMap(({ actions }) => actions);
    const unlabeled = acts.filter((action) => {
      const [object = "", verb = ""] = action.split(".");
      return !catalogues.some((catalogue) => catalogue[object]?.[verb]);
    });
    expect(unlabeled).toEqual([]);
  });

  it("has a label for every group", async () => {
    const { audit } = await loadMessages[locale]();
    expect(Object.keys(audit.groups).sort()).toEqual(actionsByGroup.map(({ group }) => group).sort());
  });
});
