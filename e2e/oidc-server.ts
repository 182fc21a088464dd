import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair } from "jose";
import { Provider } from "oidc-provider";
import { oidcEnvironment, oidcName } from "./oidc";

const hour = 60 * 60;

interface Options {
  port: number;
  appUrl: string;
}

/**
 * A real OpenID Connect issuer on another host name, so that it shares no cookie. Its sign-in page accepts any
 * identity, which the account id encodes.
 */
export async function startOidcServer({ port, appUrl }: Options): Promise<() => Promise<void>> {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const environment = oidcEnvironment(port);
  const provider = new Provider(environment.OIDC_ISSUER ?? "", {
    clients: [
      {
        client_id: environment.OIDC_CLIENT_ID ?? "",
        client_secret: environment.OIDC_CLIENT_SECRET ?? "",
        redirect_uris: [`${appUrl}/api/auth/callback/oidc`],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: "RS256", use: "sig" }] },
    ttl: { Interaction: hour, Session: hour, Grant: hour, AccessToken: hour, IdToken: hour },
    cookies: { keys: ["only for tests"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...personOf(accountId) }) }),
    // Consent is granted in advance.
    async loadExistingGrant(ctx) {
      const { session, client } = ctx.oidc;
      if (!session?.accountId || !client) return undefined;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answerProtocol = provider.callback();
  const server = createServer((request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "/";
    const answer = path.startsWith("/interaction/") ? signInPage(provider, request, response) : null;
    if (path === "/favicon.ico") response.writeHead(204).end();
    else if (!answer) void answerProtocol(request, response);
    answer?.catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return () =>
    new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
}

interface Person {
  email: string;
  name: string;
  email_verified: boolean;
}

function personOf(accountId: string): Person {
  return JSON.parse(Buffer.from(accountId, "base64url").toString()) as Person;
}

async function signInPage(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(page);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const typed = new URLSearchParams(Buffer.concat(chunks).toString());
  const person: Person = {
    email: typed.get("email") ?? "",
    name: typed.get("name") ?? "",
    email_verified: typed.has("verified"),
  };
  const accountId = Buffer.from(JSON.stringify(person)).toString("base64url");
  await provider.interactionFinished(request, response, { login: { accountId } });
}

const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>${oidcName}</title></head>
  <body>
    <h1>${oidcName}</h1>
    <form method="post">
      <label>Address <input name="email" type="email" required /></label>
      <label>Full name <input name="name" required /></label>
      <label><input name="verified" type="checkbox" checked /> The address is verified</label>
      <button>Continue</button>
    </form>
  </body>
</html>`;
