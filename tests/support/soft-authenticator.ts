import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type { RequestOptions } from "@/lib/core/sign-in/passkeys/assertion";
import type { CreationOptions } from "@/lib/core/sign-in/passkeys/registration";
import type { AssertionAnswer, Attestation } from "@/lib/values/passkeys";

interface Traits {
  origin: string;
  /** User verification. */
  verifiesUser: boolean;
  counts: boolean;
  synced: boolean;
}

interface Credential {
  id: Buffer;
  userHandle: string;
  key: KeyObject;
  counter: number;
}

const flags = { present: 0x01, verified: 0x04, backupEligible: 0x08, backedUp: 0x10, attested: 0x40 };

/** A software authenticator and browser: ES256, no attestation, discoverable credentials. */
export class SoftAuthenticator {
  traits: Traits;
  readonly credentials: Credential[] = [];

  constructor(traits: Partial<Traits> = {}) {
    this.traits = { origin: "http://localhost:3000", verifiesUser: true, counts: true, synced: false, ...traits };
  }

  /** With `id`, the credential claims the id of another. */
  create(options: CreationOptions, id: Buffer = randomBytes(32)): Attestation {
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const credential = { id, userHandle: options.user.id, key: privateKey, counter: 0 };
    this.credentials.push(credential);
    const { x = "", y = "" } = publicKey.export({ format: "jwk" });
    const attested = Buffer.concat([
      Buffer.alloc(16),
      bigEndian(credential.id.length, 2),
      credential.id,
      // COSE_Key {1: 2, 3: -7, -1: 1, -2: x, -3: y} (RFC 9053, section 7.1).
      Buffer.from("a5010203262001215820", "hex"),
      Buffer.from(x, "base64url"),
      Buffer.from("225820", "hex"),
      Buffer.from(y, "base64url"),
    ]);
    const authData = Buffer.concat([this.#authData(options.rp.id ?? "", credential, flags.attested), attested]);
    const attestationObject = Buffer.concat([
      Buffer.from([0xa3]),
      cborText("fmt"),
      cborText("none"),
      cborText("attStmt"),
      Buffer.from([0xa0]),
      cborText("authData"),
      Buffer.from([0x59]),
      bigEndian(authData.length, 2),
      authData,
    ]);
    return {
      ...identity(credential),
      response: {
        clientDataJSON: this.#clientData("webauthn.create", options.challenge),
        attestationObject: attestationObject.toString("base64url"),
        transports: ["internal"],
      },
    };
  }

  get(options: RequestOptions, credential = this.credentials.at(-1)): AssertionAnswer {
    if (!credential) throw new Error("The authenticator holds nothing");
    const authenticatorData = this.#authData(options.rpId ?? "", credential, 0);
    const clientDataJSON = this.#clientData("webauthn.get", options.challenge);
    const hash = createHash("sha256").update(Buffer.from(clientDataJSON, "base64url")).digest();
    const signature = sign("sha256", Buffer.concat([authenticatorData, hash]), credential.key);
    return {
      ...identity(credential),
      response: {
        clientDataJSON,
        authenticatorData: authenticatorData.toString("base64url"),
        signature: signature.toString("base64url"),
        userHandle: credential.userHandle,
      },
    };
  }

  #authData(rpId: string, credential: Credential, more: number): Buffer {
    if (this.traits.counts) credential.counter += 1;
    const { verifiesUser, synced } = this.traits;
    const set =
      more | flags.present | (verifiesUser ? flags.verified : 0) | (synced ? flags.backupEligible | flags.backedUp : 0);
    const rpIdHash = createHash("sha256").update(rpId).digest();
    return Buffer.concat([rpIdHash, Buffer.from([set]), bigEndian(credential.counter, 4)]);
  }

  #clientData(type: string, challenge: string): string {
    const { origin } = this.traits;
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString("base64url");
  }
}

function identity({ id }: Credential) {
  const text = id.toString("base64url");
  return { id: text, rawId: text, type: "public-key" as const };
}

function bigEndian(value: number, bytes: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

/** Up to 23 characters. */
function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]);
}
