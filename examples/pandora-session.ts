import { ApiError, type AuthTokenPair, createClient } from "../sdk/pandora";

/**
 * Signs in (or sets the server up), refreshes, lists sessions and signs out: npx tsx examples/pandora-session.ts
 * http://localhost:3000/compat/pandora PASSWORD [CODE | SETUP_TOKEN]
 */
const [baseUrl, password, extra] = process.argv.slice(2);

async function main(url: string, ownerPassword: string): Promise<void> {
  let pair: AuthTokenPair | null = null;
  const client = createClient({
    baseUrl: url,
    getToken: () => pair?.token,
    refreshToken: {
      get: () => pair?.refreshToken,
      onRefresh: (next) => {
        pair = next;
      },
    },
  });

  const { auth, name, version } = await client.status();
  console.log(`${name} ${version} is ${auth.setup ? "set up" : "not set up yet"}.`);
  pair = auth.setup
    ? await client.login({ password: ownerPassword, ...(extra ? { code: extra } : {}) })
    : await client.setup({ password: ownerPassword, ...(extra ? { setupToken: extra } : {}) });
  console.log(`Signed in until ${pair.expiresAt}.`);

  await client.refresh();
  console.log(`Refreshed until ${pair.expiresAt}.`);
  for (const { createdAt, current, ip, userAgent } of await client.sessions.list()) {
    console.log(`${current ? "*" : " "} ${createdAt} ${ip} ${userAgent}`);
  }
  await client.logout();
  console.log("Signed out.");
}

if (!baseUrl || !password) {
  console.error("Usage: npx tsx examples/pandora-session.ts BASE_URL PASSWORD [CODE | SETUP_TOKEN]");
  process.exitCode = 2;
} else {
  main(baseUrl, password).catch((error: unknown) => {
    const isRefused = error instanceof ApiError;
    console.error(isRefused ? `Refused: ${error.status} ${error.code}` : error);
    process.exitCode = 1;
  });
}
