import { ok } from "@/lib/core/kernel/result";
import { disableMfa, enableMfa, getMfaStatus, setUpMfa } from "@/lib/core/sign-in/mfa/mfa";
import { regenerateRecoveryCodes } from "@/lib/core/sign-in/mfa/recovery-codes";
import { disableMfaSchema, enableMfaSchema } from "@/lib/values/forms";
import { defineUserEndpoint, type Endpoint } from "./endpoint";
import { exampleMoment, exampleRecoveryCodes } from "./examples";
import { emptyData, mfaSetupSchema, mfaStatusSchema, nothing, recoveryCodesSchema } from "./schemas";
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
    ...(["invalid_credentials", "mfa_code_invalid", "mfa_not_enabled", "mfa_required"] as const),
    ...(["rate_limited", "step_up_required", "unauthenticated"] as const),
  ],
  async run({ ctx, actor, input }) {
    const disabled = await disableMfa(ctx, actor, input);
    return disabled.ok ? ok({ data: null, session: disabled.value.session }) : disabled;
  },
});

const statusEndpoint = defineUserEndpoint({
  method: "get",
  path: "/mfa/status",
  allowedBeforeMfa: true,
  summary: "Get 2FA status",
  input: nothing,
  status: 200,
  data: mfaStatusSchema,
  dataExample: { enabled: true, enabledAt: exampleMoment, recoveryCodesLeft: 10 },
  message: "2FA status.",
  refusals: [],
  async run({ ctx, actor }) {
    const { enabled, enabledAt, recoveryCodesLeft } = await getMfaStatus(ctx, actor);
    return ok({ data: { enabled, enabledAt: enabledAt?.toISOString() ?? null, recoveryCodesLeft } });
  },
});

const recoveryCodesEndpoint = defineUserEndpoint({
  method: "post",
  path: "/mfa/recovery-codes",
  summary: "Rotate the recovery codes",
  description: "Shown only once. The old codes stop working right away.",
  input: nothing,
  status: 200,
  data: recoveryCodesSchema,
  dataExample: { recoveryCodes: exampleRecoveryCodes },
  message: "Save these codes. The old ones no longer work.",
  refusals: ["mfa_not_enabled", "step_up_required"],
  async run({ ctx, actor }) {
    const replaced = await regenerateRecoveryCodes(ctx, actor);
    return replaced.ok ? ok({ data: { recoveryCodes: replaced.value.recoveryCodes } }) : replaced;
  },
});

export const mfaEndpoints: Endpoint[] = [
  setUpEndpoint,
  enableEndpoint,
  disableEndpoint,
  statusEndpoint,
  recoveryCodesEndpoint,
];
