import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root, run } from "./run.mjs";

/**
 * `npm run packages`: writes an SBOM (CycloneDX, sbom.cdx.json) and exits with 1 for a high or critical vulnerability
 * in production.
 */
const bill = await run("npm", ["sbom", "--package-lock-only", "--sbom-format=cyclonedx", "--sbom-type=application"]);
const list = readJson(bill.output);
if (list) {
  writeFileSync(join(root, "sbom.cdx.json"), JSON.stringify(list, null, 2));
  console.log(`packages: ${list.components.length} in sbom.cdx.json`);
} else {
  console.error(`packages: npm couldn't list the packages:\n${bill.output.trim()}`);
  process.exitCode = 1;
}

const audit = await run("npm", ["audit", "--package-lock-only", "--omit=dev", "--json"]);
const found = readJson(audit.output)?.metadata?.vulnerabilities;
if (!found) {
  console.log("packages: couldn't reach the registry, so vulnerabilities are unknown");
} else {
  const { critical, high, low, moderate } = found;
  console.log(`packages: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low vulnerabilities`);
  if (critical + high > 0) {
    console.log("packages: run `npm audit --omit=dev` for details");
    process.exitCode = 1;
  }
}

/** Warnings may precede the JSON. */
function readJson(output) {
  try {
    return JSON.parse(output.slice(output.indexOf("{")));
  } catch {
    return null;
  }
}
