import { ok } from "@/lib/core/kernel/result";
import { listPasskeys, removePasskey, renamePasskey } from "@/lib/core/sign-in/passkeys/passkeys";
import { finishPasskeyRegistration, startPasskeyRegistration } from "@/lib/core/sign-in/passkeys/registration";
import { finishPasskeyStepUp, startPasskeyStepUp } from "@/lib/core/sign-in/passkeys/step-up";
import { addPasskeySchema, passkeyAnswerSchema, renamePasskeyBody } from "@/lib/values/passkeys";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleMoment } from "./examples";
import {
  exampleAnswer,
  exampleAttestation,
  exampleCreationOptions,
  examplePasskey,
  exampleRequestOptions,
} from "./passkey-examples";
import { creationOptionsSchema, passkeyDataSchema, passkeysSchema, requestOptionsSchema } from "./passkey-schemas";
import { toCreationOptions, toPasskey, toRequestOptions } from "./passkey-serialize";
import { emptyData, nothing, proofSchema } from "./schemas";

const listEndpoint = defineUserEndpoint({
  method: "get",
  path: "/passkeys",
  allowedBeforeMfa: true,
  summary: "List your passkeys",
  description: "Oldest first. IDs aren't credentials.",
  input: nothing,
  status: 200,
  data: passkeysSchema,
  dataExample: { passkeys: [examplePasskey] },
  message: "Passkeys.",
  refusals: [],
  async run({ ctx, actor }) {
    const passkeys = await listPasskeys(ctx, actor);
    return ok({ data: { passkeys: passkeys.map(toPasskey) } });
  },
});

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

const addEndpoint = defineUserEndpoint({
  method: "post",
  path: "/passkeys",
  allowedBeforeMfa: true,
  summary: "Create a passkey",
  description: "`response` is the credential's `toJSON()`. An account can have 20 passkeys. We email the owner.",
  input: addPasskeySchema,
  inputExample: { name: "Work laptop", response: exampleAttestation },
  status: 201,
  data: passkeyDataSchema,
  dataExample: { passkey: examplePasskey },
  message: "Passkey created.",
  refusals: ["passkey_rejected", "step_up_required", "too_many_passkeys"],
  async run({ ctx, actor, input }) {
    const added = await finishPasskeyRegistration(ctx, actor, input);
    return added.ok ? ok({ data: { passkey: toPasskey(added.value) } }) : added;
  },
});

const renameEndpoint = defineUserEndpoint({
  method: "patch",
  path: "/passkeys/{id}",
  summary: "Update a passkey's name",
  input: renamePasskeyBody,
  inputExample: { name: "Work laptop" },
  status: 200,
  data: passkeyDataSchema,
  dataExample: { passkey: examplePasskey },
  message: "Passkey updated.",
  refusals: ["passkey_not_found"],
  async run({ ctx, actor, input, id }) {
    const renamed = await renamePasskey(ctx, actor, { id, name: input.name });
    return renamed.ok ? ok({ data: { passkey: toPasskey(renamed.value) } }) : renamed;
  },
});

const removeEndpoint = defineUserEndpoint({
  method: "delete",
  path: "/passkeys/{id}",
  summary: "Delete a passkey",
  description: "You can't delete your only way to sign in. We email the owner. Requires recent re-authentication.",
  input: nothing,
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "Passkey deleted.",
  refusals: ["passkey_not_found", "last_way_in", "step_up_required"],
  async run({ ctx, actor, id }) {
    const removed = await removePasskey(ctx, actor, { id });
    return removed.ok ? ok({ data: null }) : removed;
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
  listEndpoint,
  optionsEndpoint,
  addEndpoint,
  renameEndpoint,
  removeEndpoint,
  stepUpOptionsEndpoint,
  stepUpEndpoint,
];
