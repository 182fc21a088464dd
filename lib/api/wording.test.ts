import { expect, it } from "vitest";
import { compatApis, nativeApis } from "./apis";
import { documentedErrors } from "./http/api";

/** Client generators make names of the first word. */
const verbs =
  /^(List|Get|Create|Update|Delete|Rotate|Revoke|Send|Resend|Test|Sign|Log|Start|Complete|Confirm|Cancel|Request|Reset|Refresh|Verify|Set|Turn|Run|Export|Preview|Mark|Snooze|Unsnooze|Assign|Approve|Reject|Undo|Reopen|Extend|Block|Ask|Reorder|Archive|Restore|Accept|Decline|Leave|Transfer|Deactivate|Reactivate|Re-authenticate|Secure|Provision|Remove|Disconnect|End)\b/;

/** Allows "mail" inside codes such as `link_not_mailed`. */
const avoided =
  /;|\bmails?\b|\bmailed\b|e-mail|\btold\b|\b(some|any|no)body\b|\bat once\b|\bany ?more\b|\bwhoever\b|\b(run|ran) out\b|\bproofs?\b/i;

const apis = [...nativeApis, ...compatApis];
const operations = apis.flatMap(({ routes }) => routes);

const errorTexts = apis.flatMap((api) =>
  api.routes.flatMap((route) =>
    documentedErrors(api, route).map((code) => JSON.stringify(api.errorOf({ code }, "").body)),
  ),
);

it("starts the summary of every operation with a verb from the list, in at most 60 characters", () => {
  const bad = operations.map(({ summary }) => summary).filter((text) => !verbs.test(text) || text.length > 60);
  expect(bad).toEqual([]);
});

it("uses plain words in summaries, descriptions and messages", () => {
  const texts = operations.flatMap(({ description = "", message = "", summary }) => [description, message, summary]);
  const headings = apis.map(({ description }) => description);
  expect([...texts, ...headings].filter((text) => avoided.test(text))).toEqual([]);
});

it("uses plain words in the errors of every API", () => {
  expect(errorTexts.filter((text) => avoided.test(text))).toEqual([]);
});
