import { ok } from "@/lib/core/kernel/result";
import { listPasskeys, removePasskey, renamePasskey } from "@/lib/core/sign-in/passkeys/passkeys";
import { finishPasskeyRegistration, startPasskeyRegistration } from "@/lib/core/sign-in/passkeys/registration";
import { finishPasskeyStepUp, startPasskeyStepUp } from "@/lib/core/sign-in/passkeys/step-up";
import { passkeyAnswerSchema } from "@/lib/values/passkeys";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleMoment } from "./examples";
import { exampleAnswer, exampleCreationOptions, exampleRequestOptions } from "./passkey-examples";
import { creationOptionsSchema, requestOptionsSchema } from "./passkey-schemas";
import { toCreationOptions, toRequestOptions } from "./passkey-serialize";
import { del, get, patch, post } from "./routes";
import { nothing, proofSchema } from "./schemas";

const optionsEndpoint = defineUserEndpoint({
  method: "post",
  path: "/passkeys/registration-options",
  allowedBeforeMfa: true,
  summary: "Start passkey creation",
  description:
    "Pass `options` to `PublicKeyCredential.parseCreationOptionsFromJSON()`. They work once, for five minutes.",
  input: nothing,
  status: 200,
  data: creationOptionsSchema,
  dataExample: { options: exampleCreationOptions },
  message: "Create a passkey with the authenticator, then send it to passkeys.",
  refusals: ["step_up_required", "too_many_passkeys"],
  async run({ ctx, actor }) {
    const options = await startPasskeyRegistration(ctx, actor);
    return options.ok ? ok({ data: { options: toCreationOptions(options.value) } }) : options;
  },
});

const stepUpOptionsEndpoint = defineUserEndpoint({
  method: "post",
  path: "/step-up/passkey-options",
  allowedBeforeMfa: true,
  summary: "Start re-authentication with a passkey",
  description:
    "Pass `options` to `PublicKeyCredential.parseRequestOptionsFromJSON()`. They work once, for five minutes.",
  input: nothing,
  status: 200,
  data: requestOptionsSchema,
  dataExample: { options: { ...exampleRequestOptions, allowCredentials: exampleCreationOptions.excludeCredentials } },
  message: "Get the authenticator's response, then send it to step-up/passkey.",
  refusals: ["passkey_not_found"],
  async run({ ctx, actor }) {
    const options = await startPasskeyStepUp(ctx, actor);
    return options.ok ? ok({ data: { options: toRequestOptions(options.value) } }) : options;
  },
});

const stepUpEndpoint = defineUserEndpoint({
  method: "post",
  path: "/step-up/passkey",
  allowedBeforeMfa: true,
  summary: "Re-authenticate with a passkey",
  description:
    "Like step-up, with one of your passkeys. It counts as both factors. Sets the cookies of a new session, and the old ones expire.",
  input: passkeyAnswerSchema,
  inputExample: { response: exampleAnswer },
  status: 200,
  data: proofSchema,
  dataExample: { provenUntil: exampleMoment },
  message: "Confirmed.",
  refusals: ["passkey_rejected", "unauthenticated"],
  async run({ ctx, actor, input }) {
    const proven = await finishPasskeyStepUp(ctx, actor, input);
    if (!proven.ok) return proven;
    const { provenUntil, session } = proven.value;
    return ok({ data: { provenUntil: provenUntil.toISOString() }, session });
  },
});

export const passkeyEndpoints: Endpoint[] = [
  get("/passkeys", listPasskeys, "List your passkeys", { description: "Oldest first. IDs aren't credentials." }),
  optionsEndpoint,
  post("/passkeys", finishPasskeyRegistration, "Create a passkey", {
    description: "`response` is the credential's `toJSON()`. An account can have 20 passkeys. We email the owner.",
    status: 201,
    message: "Passkey created.",
  }),
  patch("/passkeys/{id}", renamePasskey, "Update a passkey's name", { message: "Passkey updated." }),
  del("/passkeys/{id}", removePasskey, "Delete a passkey", {
    description: "You can't delete your only way to sign in. We email the owner. Requires recent re-authentication.",
    message: "Passkey deleted.",
  }),
  stepUpOptionsEndpoint,
  stepUpEndpoint,
];
