import { expect, it } from "vitest";
import { parseEnv } from "./env";
import { isLocalInstance } from "./local-access";

it.each<Record<string, string>>([
  {},
  { HOST: "::1" },
  { HOST: "localhost", APP_URL: "http://127.0.0.1:3000" },
  { APP_URL: "https://localhost" },
])("takes %j for a server that only this machine can reach", (variables) => {
  expect(isLocalInstance(parseEnv(variables))).toBe(true);
});

it.each<Record<string, string>>([
  { APP_URL: "https://foyer.example.com" },
  { APP_URL: "https://localhost.example.com" },
  { APP_URL: "http://foyer.lan", ALLOW_INSECURE_HTTP: "yes" },
  { HOST: "0.0.0.0", APP_URL: "http://localhost:3000" },
  { TRUSTED_PROXY_HOPS: "1" },
])("does not take %j for one", (variables) => {
  expect(isLocalInstance(parseEnv(variables))).toBe(false);
});
