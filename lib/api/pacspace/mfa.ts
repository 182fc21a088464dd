import { ok } from "@/lib/core/kernel/result";
import { disableMfa, enableMfa, getMfaStatus, setUpMfa } from "@/lib/core/sign-in/mfa/mfa";
import { exampleRecoveryCodes, regenerateRecoveryCodes } from "@/lib/core/sign-in/mfa/recovery-codes";
import { disableMfaSchema, enableMfaSchema } from "@/lib/values/forms";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { get, post } from "./routes";
import { emptyData, mfaSetupSchema, nothing } from "./schemas";
import { toMfaSetup } from "./serialize";

const setUpEndpoint = defineUserEndpoint({
  method: "post",
  path: "/mfa/setup",
  allowedBeforeMfa: true,
  summary: "Start 2FA setup",
  description: "Shown only once. 2FA stays off until you send a code to mfa/enable within 15 minutes.",
  input: nothing,
  status: 200,
  data: mfaSetupSchema,
  dataExample: {
    secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    otpauthUrl: "otpauth://totp/Foyer:jane%40company.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Foyer",
    qrCode: "data:image/png;base64,iVBORw0KGgo=",
    recoveryCodes: exampleRecoveryCodes,
  },
  message: "Scan the QR code or enter the secret, save the recovery codes, then send a code.",
  refusals: ["mfa_already_enabled", "step_up_required"],
  async run({ ctx, actor }) {
    const setup = await setUpMfa(ctx, actor);
    return setup.ok ? ok({ data: toMfaSetup(setup.value) }) : setup;
  },
});

const enableEndpoint = defineUserEndpoint({
  method: "post",
  path: "/mfa/enable",
  allowedBeforeMfa: true,
  summary: "Turn on 2FA",
  description:
    "Uses up the code and ends your other sessions. Sets the cookies of a new session, and the old ones expire.",
  input: enableMfaSchema,
  inputExample: { code: "123456" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "2FA is on.",
  refusals: ["mfa_code_invalid", "mfa_not_set_up", "mfa_already_enabled", "rate_limited", "unauthenticated"],
  async run({ ctx, actor, input }) {
    const enabled = await enableMfa(ctx, actor, input);
    return enabled.ok ? ok({ data: null, session: enabled.value.session }) : enabled;
  },
});

const disableEndpoint = defineUserEndpoint({
  method: "post",
  path: "/mfa/disable",
  summary: "Turn off 2FA",
  description:
    "Requires the password and a code. Recovery codes stop working and your other sessions end. Sets the cookies of a new session, and the old ones expire.",
  input: disableMfaSchema,
  inputExample: { currentPassword: "SecurePass1", code: "123456" },
  status: 200,
  data: emptyData,
  dataExample: null,
  message: "2FA is off.",
  refusals: [
    "invalid_credentials",
    "mfa_code_invalid",
    "mfa_not_enabled",
    "mfa_required",
    "rate_limited",
    "step_up_required",
    "unauthenticated",
  ],
  async run({ ctx, actor, input }) {
    const disabled = await disableMfa(ctx, actor, input);
    return disabled.ok ? ok({ data: null, session: disabled.value.session }) : disabled;
  },
});

export const mfaEndpoints: Endpoint[] = [
  setUpEndpoint,
  enableEndpoint,
  disableEndpoint,
  get("/mfa/status", getMfaStatus, "Get 2FA status"),
  post("/mfa/recovery-codes", regenerateRecoveryCodes, "Rotate the recovery codes", {
    description: "Shown only once. The old codes stop working right away.",
    message: "Save these codes. The old ones no longer work.",
  }),
];
