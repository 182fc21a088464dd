import type { z } from "@hono/zod-openapi";
import type { RequestOptions } from "@/lib/core/sign-in/passkeys/assertion";
import type { CreationOptions } from "@/lib/core/sign-in/passkeys/registration";
import type * as schemas from "./passkey-schemas";

/** Lists fields, so that new ones don't leak. */
export function toCreationOptions(options: CreationOptions): z.input<typeof schemas.creationOptionsSchema>["options"] {
  const { rp, user, authenticatorSelection } = options;
  return {
    rp: { id: rp.id ?? "", name: rp.name },
    user: { id: user.id, name: user.name, displayName: user.displayName },
    challenge: options.challenge,
    pubKeyCredParams: options.pubKeyCredParams.map(({ alg }) => ({ type: "public-key", alg })),
    timeout: options.timeout,
    excludeCredentials: (options.excludeCredentials ?? []).map(toDescriptor),
    authenticatorSelection: {
      residentKey: authenticatorSelection?.residentKey,
      userVerification: authenticatorSelection?.userVerification,
    },
    attestation: options.attestation,
  };
}

export function toRequestOptions(options: RequestOptions): z.input<typeof schemas.requestOptionsSchema>["options"] {
  return {
    challenge: options.challenge,
    timeout: options.timeout,
    rpId: options.rpId,
    allowCredentials: (options.allowCredentials ?? []).map(toDescriptor),
    userVerification: options.userVerification,
  };
}

function toDescriptor({ id, transports }: { id: string; transports?: string[] }) {
  return { id, type: "public-key" as const, transports };
}
