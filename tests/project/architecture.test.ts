import { describe, expect, it } from "vitest";
import { readText } from "../support/documents";
import { readSources, type SourceFile } from "../support/source-files";

/** README's table: each room with the rooms it may import. */
const rooms = new Map(
  [...readText("README.md").matchAll(/^\| `([\w/-]+)` +\| ([\w, -]*?) +\|$/gm)].map(([, room = "", imports = ""]) => [
    room,
    new Set([room, ...imports.split(", ")]),
  ]),
);

/** README's list, in import order. */
const areas: string[] =
  /^Areas of `core`[^`]*((?:`[\w-]+`[^`]*)+)/m.exec(readText("README.md"))?.[1]?.match(/[\w-]+(?=`)/g) ?? [];

/** Packages that a room may import; default any. */
const packages: Record<string, RegExp> = {
  values: /^zod$/,
  core: /^(zod|otplib|qrcode|uuid|node:crypto|@simplewebauthn\/server(\/helpers)?)$/,
  platform: /^(?!next|hono|@hono)/,
  api: /^(?!next|react)/,
  web: /^(?!hono|@hono|pg$|@prisma)/,
  components: /^(?!node:|hono|@hono|pg$|@prisma|next\/(headers|server)$|next-auth|server-only)/,
  app: /^(?!hono|@hono|pg$|@prisma|graphile-worker)/,
  sdk: /^zod$/,
};

const typeImports: Record<string, string[]> = {
  core: ["generated"],
  components: ["core", "web"],
  app: ["generated"],
  sdk: ["values", "core", "api"],
};
const isTest = (path: string) => /\.test\.tsx?$/.test(path) || /^(tests|e2e|scripts)\//.test(path);
const product = readSources().filter(({ path }) => path.includes("/") && !isTest(path));
const roomOf = (path: string) => /^(?:lib\/)?([\w-]+)/.exec(path)?.[1] ?? "";
const areaOf = (path: string) => /^lib\/core\/([\w-]+)\//.exec(path)?.[1] ?? "";
const apiOf = (path: string) => /^lib\/api\/(?!http\/)([\w-]+)\//.exec(path)?.[1] ?? "shared";

function forbidden(file: SourceFile): string[] {
  const room = roomOf(file.path);
  return file.imports
    .filter(({ to, isOurs, isTypeOnly }) => {
      if (!isOurs) return !(packages[room]?.test(to) ?? true);
      return !rooms.get(room)?.has(roomOf(to)) && !(isTypeOnly && typeImports[room]?.includes(roomOf(to)));
    })
    .map(({ to }) => `${file.path} imports ${to}`);
}

function circles(files: SourceFile[]): string[][] {
  const byPath = new Map(files.map((file) => [file.path.replace(/\.tsx?$/, ""), file]));
  const state = new Map<string, "open" | "done">();
  const found: string[][] = [];
  const visit = (path: string, chain: string[]) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      found.push([...chain.slice(chain.indexOf(path)), path]);
      return;
    }
    state.set(path, "open");
    for (const { to, isOurs } of byPath.get(path)?.imports ?? []) {
      if (isOurs && byPath.has(to)) visit(to, chain.concat(path));
    }
    state.set(path, "done");
  };
  for (const path of byPath.keys()) visit(path, []);
  return found;
}

describe("the rooms", () => {
  it("import only what README's table allows", () => {
    expect(product.flatMap(forbidden)).toEqual([]);
  });

  it("are all in README's table", () => {
    expect(product.map(({ path }) => roomOf(path)).filter((room) => !rooms.has(room))).toEqual([]);
  });

  it("keep server code out of client components", () => {
    const client = product.filter(({ text }) => /^["']use client["']/.test(text));
    const isServer = (to: string) => ["core", "platform", "web", "api"].includes(roomOf(to));
    const guilty = client.flatMap(({ path, imports }) =>
      imports.filter(({ to, isTypeOnly }) => !isTypeOnly && isServer(to)).map(({ to }) => `${path} imports ${to}`),
    );
    expect(guilty).toEqual([]);
  });

  it("keep the five APIs apart", () => {
    const crossing = product.flatMap(({ path, imports }) =>
      imports
        .filter(({ to }) => to.startsWith("lib/api/") && apiOf(path) !== "shared")
        .filter(({ to }) => ![apiOf(path), "shared"].includes(apiOf(to)))
        .map(({ to }) => `${path} imports ${to}`),
    );
    expect(crossing).toEqual([]);
  });
});

describe("the areas of the core", () => {
  const core = product.filter(({ path }) => path.startsWith("lib/core/"));

  it("import only areas below them", () => {
    const upward = core.flatMap(({ path, imports }) =>
      imports
        .filter(({ to }) => areaOf(to) && areas.indexOf(areaOf(to)) < areas.indexOf(areaOf(path)))
        .map(({ to }) => `${path} imports ${to}`),
    );
    expect(upward).toEqual([]);
  });

  it("are all in README's list", () => {
    expect([...new Set(core.map(({ path }) => areaOf(path)))].toSorted()).toEqual(areas.toSorted());
  });

  it("have no import cycles, types included", () => {
    expect(circles(product)).toEqual([]);
  });
});
