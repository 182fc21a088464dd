import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createOnce, readOrCreateSecret } from "./auth-secret";
import { BadEnvironment } from "./env";

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "foyer-secret-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

it("is made once, for its owner's eyes, and leaves nothing else behind", () => {
  const directory = temporaryDirectory();
  const secret = readOrCreateSecret(directory, "auth.secret");
  expect(secret.length).toBeGreaterThanOrEqual(64);
  expect(readOrCreateSecret(directory, "auth.secret")).toBe(secret);
  expect(statSync(join(directory, "auth.secret")).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory)).toEqual(["auth.secret"]);
});

it("never takes the place of one that is there", () => {
  const path = join(temporaryDirectory(), "auth.secret");
  createOnce(path, "first");
  createOnce(path, "second");
  expect(readFileSync(path, "utf8")).toBe("first");
});

it.each(["", "\n", "short"])("a secret's file that was cut to %j stops the start and says what to do", (left) => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "auth.secret"), left);
  const read = () => readOrCreateSecret(directory, "auth.secret");
  expect(read).toThrow(BadEnvironment);
  expect(read).toThrow(/auth\.secret is damaged.*backup/);
});
