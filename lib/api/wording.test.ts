import { expect, it } from "vitest";
import { errorKinds } from "@/lib/core/kernel/errors";
import { dialects } from "./compat";
import { type ApiErrorCode, transportCodes } from "./http/transport-errors";
import { surfaces } from "./pacspace/endpoints";
import { refusalOf } from "./pacspace/refusals";

/** Client generators and readers make names of the first word. These are all that a summary may begin with. */
const verbs =
  /^(List|Get|Create|Update|Delete|Rotate|Revoke|Send|Resend|Test|Sign|Log|Start|Complete|Confirm|Cancel|Request|Reset|Refresh|Verify|Set|Turn|Run|Export|Preview|Mark|Snooze|Unsnooze|Assign|Approve|Reject|Undo|Reopen|Extend|Block|Ask|Reorder|Archive|Restore|Accept|Decline|Leave|Transfer|Deactivate|Reactivate|Re-authenticate|Secure|Provision|Remove|Disconnect|End)\b/;

/** Words that the texts of the APIs do without. "Mail" as a part of a code, such as `link_not_mailed`, is a name. */
const avoided =
  /;|\bmails?\b|\bmailed\b|e-mail|\btold\b|\b(some|any|no)body\b|\bat once\b|\bany ?more\b|\bwhoever\b|\b(run|ran) out\b|\bproofs?\b/i;

const operations = [
  ...surfaces.flatMap(({ endpoints }) => endpoints),
  ...dialects.flatMap(({ routes }) => routes.map((route) => ({ ...route, message: "" }))),
];

const codes: ApiErrorCode[] = [...(Object.keys(errorKinds) as (keyof typeof errorKinds)[]), ...transportCodes];
const errorTexts = codes.flatMap((code) => [
  refusalOf(code).message,
  ...dialects.map(({ refuse }) => JSON.stringify(refuse({ code }, "").body)),
]);

it("starts the summary of every operation with a verb from the list, in at most 60 characters", () => {
  const bad = operations.map(({ summary }) => summary).filter((text) => !verbs.test(text) || text.length > 60);
  expect(bad).toEqual([]);
});

it("uses plain words in summaries, descriptions and messages", () => {
  const texts = operations.flatMap(({ description = "", message, summary }) => [description, message, summary]);
  const headings = [...surfaces, ...dialects].map(({ description }) => description);
  expect([...texts, ...headings].filter((text) => avoided.test(text))).toEqual([]);
});

it("uses plain words in the errors of every API", () => {
  expect(errorTexts.filter((text) => avoided.test(text))).toEqual([]);
});
