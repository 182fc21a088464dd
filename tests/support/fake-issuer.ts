import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const clientId = "foyer";
export const clientSecret = "a secret between the two of them";
export const kid = "1";
export const own = await generateKeyPair("RS256", { extractable: true });
export const foreign = await generateKeyPair("RS256");

export interface Answers {
  idToken?: (claims: JWTPayload) => Promise<string | undefined> | string | undefined;
  claims?: JWTPayload;
  userinfo?: object;
  params?: Record<string, string | undefined>;
  /** Beside the usual of its discovery document. */
  metadata?: object;
  /** Public keys beside its own, for other algorithms. */
  keys?: object[];
}

export const sign = (claims: JWTPayload, key = own.privateKey) =>
  new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid }).sign(key);

/** Set by tests, except the URL and the verifier of the last code. */
export const fakeIssuer = { url: "", answers: {} as Answers, asked: new URLSearchParams(), verifier: "" };

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { asked, answers, url: issuer } = fakeIssuer;
  let body = "";
  for await (const chunk of request) body += chunk;
  const send = (json: object) => response.setHeader("Content-Type", "application/json").end(JSON.stringify(json));
  switch (request.url) {
    case "/.well-known/openid-configuration":
      return void send({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        ...answers.metadata,
      });
    case "/jwks":
      return void send({
        keys: [{ ...(await exportJWK(own.publicKey)), kid, alg: "RS256", use: "sig" }, ...(answers.keys ?? [])],
      });
    case "/token": {
      fakeIssuer.verifier = new URLSearchParams(body).get("code_verifier") ?? "";
      const now = Math.floor(Date.now() / 1_000);
      const claims = {
        iss: issuer,
        aud: clientId,
        sub: "subject-1",
        nonce: asked.get("nonce") ?? "",
        iat: now,
        exp: now + 300,
        ...answers.claims,
      };
      const idToken = answers.idToken ? await answers.idToken(claims) : await sign(claims);
      return void send({ access_token: "access", token_type: "Bearer", ...(idToken ? { id_token: idToken } : {}) });
    }
    default:
      return void send({ sub: "subject-1", email: "jane@company.example", email_verified: true, ...answers.userinfo });
  }
}

export async function startFakeIssuer(): Promise<
  Record<`OIDC_${"ISSUER" | "CLIENT_ID" | "CLIENT_SECRET" | "NAME"}`, string>
> {
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  fakeIssuer.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    OIDC_ISSUER: fakeIssuer.url,
    OIDC_CLIENT_ID: clientId,
    OIDC_CLIENT_SECRET: clientSecret,
    OIDC_NAME: "Acme ID",
  };
}

export function stopFakeIssuer(): void {
  server.closeAllConnections();
  server.close();
}
