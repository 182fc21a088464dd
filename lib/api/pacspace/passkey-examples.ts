const credentialId = "Y3JlZGVudGlhbC1pZA";
const challenge = "cmFuZG9tLWNoYWxsZW5nZQ";
const descriptor = { id: credentialId, type: "public-key" as const, transports: ["internal"] };

export const exampleCreationOptions = {
  rp: { id: "localhost", name: "Foyer" },
  user: { id: "MDE5OWFhM2U", name: "jane@company.com", displayName: "Jane Doe" },
  challenge,
  pubKeyCredParams: [{ type: "public-key" as const, alg: -7 }],
  timeout: 300_000,
  excludeCredentials: [descriptor],
  authenticatorSelection: { residentKey: "required" as const, userVerification: "required" as const },
  attestation: "none",
};

export const exampleRequestOptions = {
  challenge,
  timeout: 300_000,
  rpId: "localhost",
  allowCredentials: [] as (typeof descriptor)[],
  userVerification: "required" as const,
};

const credential = { id: credentialId, rawId: credentialId, type: "public-key" };

export const exampleAnswer = {
  ...credential,
  response: { clientDataJSON: "e30", authenticatorData: "c2FtcGxl", signature: "MEUCIQ", userHandle: "MDE5OWFhM2U" },
};
