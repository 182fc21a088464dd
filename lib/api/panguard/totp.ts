import { defineRoute } from "@/lib/api/http/route";
import { err, ok } from "@/lib/core/kernel/result";
import { disableMfa, enableMfa, readMfaStatus, setUpMfa } from "@/lib/core/sign-in/mfa/mfa";
import { messageSchema, nothing, passwordBody, totpCodeBody, totpSetupSchema, totpStatusSchema } from "./schemas";
import { toTotpSetup, toTotpStatus } from "./serialize";

const backupCodes = { count: 5, length: 10, show: (code: string) => code.toLowerCase() } as const;

const setup = defineRoute({
  method: "post",
  path: "/totp/setup",
  allowedBeforeMfa: true,
  summary: "Start two-factor setup",
  description:
    "Two-factor authentication stays off until totp/verify. The codes are shown only once. Requires a login in the last ten minutes.",
  access: "user",
  input: nothing,
  status: 200,
  output: totpSetupSchema,
  outputExample: {
    ok: true,
    data: {
      secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
      otpauthUrl: "otpauth://totp/Foyer:user@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Foyer",
      backupCodes: ["a2b3c4d5e6", "f7g2h3i4j5", "k6l7m2n3o4", "p5q6r7s2t3", "u4v5w6x7y2"],
    },
  },
  errors: ["mfa_already_enabled", "step_up_required"],
  async run({ ctx, actor }) {
    const outcome = await setUpMfa(ctx, actor, { codes: backupCodes });
    return outcome.ok ? ok({ data: { ok: true, data: toTotpSetup(outcome.value) } }) : outcome;
  },
});

const enabled = { ok: true, data: { message: "Two-factor authentication enabled successfully" } } as const;

const verify = defineRoute({
  method: "post",
  path: "/totp/verify",
  allowedBeforeMfa: true,
  summary: "Turn on two-factor authentication",
  description: "The token you use stays valid, and your other sessions end.",
  access: "user",
  input: totpCodeBody,
  inputExample: { totpCode: "482917" },
  status: 200,
  output: messageSchema,
  outputExample: enabled,
  errors: ["mfa_code_invalid", "mfa_not_set_up", "mfa_already_enabled", "rate_limited", "unauthenticated"],
  async run({ ctx, actor, input: { totpCode } }) {
    const outcome = await enableMfa(ctx, actor, { code: totpCode });
    return outcome.ok ? ok({ data: enabled }) : outcome;
  },
});

const disabled = { ok: true, data: { message: "Two-factor authentication disabled" } } as const;

const disable = defineRoute({
  method: "post",
  path: "/totp/disable",
  summary: "Turn off two-factor authentication",
  description:
    "Requires the password and a login with a code in the last ten minutes. Backup codes stop working and your other sessions end.",
  access: "user",
  input: passwordBody,
  inputExample: { password: "secureP@ssw0rd" },
  status: 200,
  output: messageSchema,
  outputExample: disabled,
  // Never `mfa_code_invalid`: no code is sent.
  errors: [
    "invalid_credentials",
    "mfa_not_enabled",
    "mfa_required",
    "step_up_required",
    "rate_limited",
    "mfa_code_invalid",
    "unauthenticated",
  ],
  async run({ ctx, actor, input: { password } }) {
    const outcome = await disableMfa(ctx, actor, { currentPassword: password });
    if (outcome.ok) return ok({ data: disabled });
    if (outcome.error.code !== "step_up_required") return outcome;
    return err("step_up_required", { fieldErrors: { session: ["code_proof"] } });
  },
});

const status = defineRoute({
  method: "get",
  path: "/totp/status",
  allowedBeforeMfa: true,
  summary: "Get two-factor status",
  access: "user",
  input: nothing,
  status: 200,
  output: totpStatusSchema,
  outputExample: {
    ok: true,
    data: { totpEnabled: true, enabledAt: "2026-03-01T14:22:00.000Z", backupCodesRemaining: 5 },
  },
  errors: [],
  async run({ ctx, actor }) {
    return ok({ data: { ok: true, data: toTotpStatus(await readMfaStatus(ctx, actor)) } });
  },
});

export const totpRoutes = [setup, verify, disable, status];
