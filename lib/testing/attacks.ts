import { readSources } from "./source-files";

/** A promise that withstands one or more attacks of the catalogue, as the title of its test says it. */
interface Withstood {
  numbers: string[];
  promise: string;
  file: string;
}

const parts = ["140a", "140b", "140c", "140d", "140e", "140f"];

/** Every number of the catalogue of attacks. The last one has six parts. */
export const attackNumbers = [...Array.from({ length: 139 }, (_, index) => String(index + 1)), ...parts];

/** What the catalogue's parts are about, by their first and last number. */
export const attackGroups: { from: number; to: number; about: string }[] = [
  { from: 1, to: 22, about: "requests, approval, sign-up" },
  { from: 23, to: 39, about: "sign-in and guessing" },
  { from: 40, to: 63, about: "second factor" },
  { from: 64, to: 79, about: "sessions" },
  { from: 80, to: 97, about: "password and address" },
  { from: 98, to: 108, about: "browsers and other sites" },
  { from: 109, to: 120, about: "who may do what" },
  { from: 121, to: 130, about: "input and framework" },
  { from: 131, to: 139, about: "faults" },
  { from: 140, to: 140, about: "the browser as a whole" },
];

const folders = ["lib", "sdk", "e2e", "trials", "bench"];
const testFile = /\.(test|spec|trial)\.tsx?$|^trials\/|^bench\//;
/** `attack 41, 42: what is promised`; a measurement may name its number alone. */
const title = /(["'`])attack (\d+[a-f]?(?:, \d+[a-f]?)*)(?:: ((?:(?!\1)[^\n\\]|\\.)+))?\1/g;

/** Every title that names an attack, in the order of the catalogue. */
export function readAttacks(): Withstood[] {
  const found = readSources(folders)
    .filter(({ path }) => testFile.test(path) && path !== "lib/attacks.test.ts")
    .flatMap(({ path, text }) =>
      [...text.matchAll(title)].map(([, , numbers = "", promise = "measured"]) => ({
        numbers: numbers.split(", "),
        promise: promise.replace(/\\(.)/g, "$1").replace(/[:,]? %[a-z]$/, ""),
        file: path,
      })),
    );
  return found.sort((one, other) => one.file.localeCompare(other.file));
}

/** Where the design decides otherwise than the catalogue's words: what Foyer does, and why that withstands the same. */
const decidedDifferently: Record<string, string> = {
  "14": "an approval's token lives fourteen days; withdrawing the approval ends it at once.",
  "22": "an admin without a second factor decides like any other, for the first admin of an instance has none yet. The doctor names such admins until they have one.",
  "26": "what is not judged is answered like a wrong password, not with 429, which would tell that there is an account.",
  "42": "one budget per account and known browser, over passwords, TOTP and recovery codes in every API (ADR 0004), takes the place of separate counters.",
  "55": "the budget of ADR 0004 holds here, too: nothing is switched off, but from the fifth failure on pauses double from 30 seconds to an hour, so that a day has about thirty guesses of 2^120 codes.",
  "56": "turning MFA off at the native API takes both factors with the request, whatever the session's age; an API whose document takes one asks the session for the other, of the last ten minutes.",
  "59": "whoever is signed in is told which of the two was wrong, and nothing of the code before the password is right. Both count on the budget.",
  "64": "an access token lives at most fifteen minutes and ends with its session; the grace for the parent of a refresh token is thirty seconds.",
  "65": "the grace is thirty seconds.",
  "66": "the grace is thirty seconds.",
  "77": "fifty sessions.",
};

function row(number: string, attacks: Withstood[]): string[] {
  const shown = attacks.map(({ promise, file }) => `| ${number} | ${cell(promise)} | \`${file}\` |`);
  const otherwise = decidedDifferently[number];
  return otherwise === undefined ? shown : [...shown, `| ${number} | _Decided differently:_ ${cell(otherwise)} | |`];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

/** docs/attacks.md: what a stranger may try, and which test would fail if it worked. */
export function attacksDocument(attacks: Withstood[]): string {
  const rows = attackNumbers.flatMap((number) =>
    row(
      number,
      attacks.filter(({ numbers }) => numbers.includes(number)),
    ),
  );
  return `# What Foyer withstands

Every test that plays an attack names it in its title: \`attack 41: …\`. This table is written from the titles
(\`npx vitest run --project unit attacks --update\`), and \`npm test\` fails when it is not what they say. Tests below
\`trials/\` and measurements of \`bench/\` run by commands of their own (\`npm run test:races\`, \`test:faults\`,
\`test:fuzz\`, \`bench:timing\`).

Groups: ${attackGroups.map(({ from, to, about }) => `${from === to ? from : `${from}-${to}`} ${about}`).join("; ")}.

| attack | promise | test |
| ------ | ------- | ---- |
${rows.join("\n")}
`;
}
