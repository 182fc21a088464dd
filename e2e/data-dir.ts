/** Throws when E2E_BASE_URL names another server. */
export function dataDirOfServer(): string {
  const dataDir = process.env.E2E_DATA_DIR;
  if (!dataDir) throw new Error("This needs a server that the tests have started themselves.");
  return dataDir;
}
