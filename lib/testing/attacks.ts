import { readSources } from "./source-files";

/** A promise that withstands one or more attacks of the catalogue, as the title of its test says it. */
export interface Withstood {
  numbers: string[];
  promise: string;
  file: string;
}

const parts = ["140a", "140b", "140c", "140d", "140e", "140f"];

/** Every number of the catalogue of attacks. The last one has six parts. */
export const attackNumbers = [...Array.from({ length: 139 }, (_, index) => String(index + 1)), ...parts];

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
