import { describe, expect, it } from "vitest";
import {
  anchorsOf,
  brokenLink,
  environmentNames,
  houseWordsIn,
  linksOf,
  listFiles,
  proseOf,
  readText,
} from "@/tests/support/documents";
import { readSources } from "@/tests/support/source-files";

const houseStyled = [
  "README.md",
  "CHANGELOG.md",
  "CODE_OF_CONDUCT.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ".github",
  "docs/README.md",
  "docs/admin-console.md",
  "docs/backup.md",
  "docs/benchmarks.md",
  "docs/configuration.md",
  "docs/deploy.md",
  "docs/extend.md",
  "docs/glossary.md",
  "docs/install.md",
  "docs/monitoring.md",
  "docs/troubleshooting.md",
  "docs/upgrade.md",
  "docs/webhooks.md",
  "messages/en",
];

const pages = listFiles(".", ".md");

/** One message per line, for line numbers. */
const messagesOf = (json: string) => json.replace(/^\s*"[^"]+":/gm, "");

describe("the documents", () => {
  it("link only to files and headings that exist", () => {
    expect(pages.length).toBeGreaterThan(20);
    const broken = pages.flatMap((page) => linksOf(readText(page)).map((target) => brokenLink(page, target)));
    expect(broken.filter((each) => each !== null)).toEqual([]);
  });

  it("have every heading that the product links to", () => {
    const named = readSources().flatMap(({ path, text }) =>
      [...text.matchAll(/["'`]((?:[\w.-]+\/)*[\w-]+\.md(?:#[\w-]+)?)["'`]/g)].map(([, target = ""]) => ({
        path,
        target,
      })),
    );
    const ofOurs = named.filter(({ target }) => /^(?:[A-Z]+\.md|docs\/)/.test(target));
    expect(ofOurs.length).toBeGreaterThan(20);
    const broken = ofOurs.filter(({ target }) => brokenLink("server.ts", target) !== null);
    expect(broken).toEqual([]);
  });

  it("use the house words", () => {
    const pagesFound = houseStyled.flatMap((path) => listFiles(path, ".md"));
    const found = [
      ...pagesFound.flatMap((path) => houseWordsIn(proseOf(readText(path))).map((each) => `${path}:${each}`)),
      ...houseStyled
        .flatMap((path) => listFiles(path, ".json"))
        .flatMap((path) => houseWordsIn(messagesOf(readText(path))).map((each) => `${path}:${each}`)),
    ];
    expect(found).toEqual([]);
  });

  it("list exactly the environment variables that the product reads", () => {
    const rows = readText("docs/configuration.md").matchAll(/^\| (`[A-Z][^|]*`) +\|/gm);
    const listed = [...rows].flatMap(([, cell = ""]) => [...cell.matchAll(/`([A-Z0-9_]+)`/g)].map(([, name]) => name));
    expect(listed.toSorted()).toEqual([...environmentNames()].toSorted());
  });

  it("introduce Foyer in at most 500 words", () => {
    const words = readText("README.md")
      .split(/\s+/)
      .filter((word) => /[\p{L}\p{N}]/u.test(word));
    expect(words.length).toBeLessThanOrEqual(500);
  });
});

describe("the checks of the documents", () => {
  it.each([
    ["a mail", "We send a mail."],
    ["mails", "Mails wait."],
    ["at once", "It ends at once."],
    ["ran out", "The link ran out."],
    ["look at", "Look at it."],
    ["whoever", "Ask whoever runs it."],
    ["a semicolon", "One idea; two ideas."],
  ])("find %s", (_word, text) => expect(houseWordsIn(text)).toHaveLength(1));

  it("leave code, comments and link targets alone", () => {
    const text = "Run `a; b` and read [this](the-mails.md).\n<!-- mails -->\n\n```sh\na; b\n```\n";
    expect(houseWordsIn(proseOf(text))).toEqual([]);
    expect(proseOf(text).split("\n")).toHaveLength(text.split("\n").length);
  });

  it("create anchors like GitHub", () => {
    const text =
      "# A b\n\n## What's `npm start`?\n\n## [Linked](x.md)\n\n## Twice\n\n## Twice\n\n```sh\n# not a heading\n```\n";
    expect([...anchorsOf(text)]).toEqual(["a-b", "whats-npm-start", "linked", "twice", "twice-1"]);
  });

  it("find a link to a file or heading that doesn't exist", () => {
    expect(brokenLink("docs/security.md", "nowhere.md")).toMatch("doesn't exist");
    expect(brokenLink("docs/security.md", "#nowhere")).toMatch("no such heading");
    expect(brokenLink("README.md", "docs/security.md")).toBeNull();
    expect(brokenLink("README.md", "https://example.com/#x")).toBeNull();
  });
});
