import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

export default {
  serverExternalPackages: ["@node-rs/argon2", "pg", "better-auth"],
  turbopack: { root },
  outputFileTracingRoot: root,
};
