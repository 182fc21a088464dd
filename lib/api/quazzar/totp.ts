import { defineRoute } from "@/lib/api/http/route";
import { err, ok } from "@/lib/core/kernel/result";
import { disableMfa, enableMfa, setUpMfa } from "@/lib/core/sign-in/mfa/mfa";
import type { RecoveryCodeShape } from "@/lib/core/sign-in/mfa/recovery-codes";
import { exampleBackupCodes } from "./examples";
import { messageSchema, nothing, totpBody, totpOrBackupBody, totpProvisionSchema, totpVerifiedSchema } from "./schemas";

/** Uses 65 random bits: eight characters could be guessed. */
const backupCodes: RecoveryCodeShape = { count: 5, length: 13, show: (code) => code.toLowerCase() };

const provisionRoute = defineRoute({
  method: "post",
  path: "/auth/totp/provision",
  allowedBeforeMfa: true,
  summary: "Provision TOTP",
  description: "TOTP stays off until you verify a code within 15 minutes. Requires a login in the last ten minutes.",
  access: "user",
  input: nothing,
  status: 200,
  output: totpProvisionSchema,
  outputExample: {
    secret: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    uri: "otpauth://totp/Quazzar:jane@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Quazzar",
    qr_code: "data:image/png;base64,iVBORw0KGgo=",
  },
  errors: ["mfa_already_enabled", "step_up_required", "api_key_not_allowed"],
  async run({ ctx, actor }) {
    const setup = await setUpMfa(ctx, actor, { issuer: "Quazzar", codes: backupCodes });
    if (!setup.ok) return setup;
    const { secret, otpauthUrl, qrCode } = setup.value;
    return ok({ data: { secret, uri: otpauthUrl, qr_code: qrCode } });
  },
});

const verifyRoute = defineRoute({
  method: "post",
  path: "/auth/totp/verify",
  allowedBeforeMfa: true,
  summary: "Turn on TOTP",
  description: "Uses up the code and ends your other sessions. The backup codes are only in this response.",
  access: "user",
  input: totpBody,
  inputExample: { code: "123456" },
  status: 200,
  output: totpVerifiedSchema,
  outputExample: { message: "TOTP successfully enabled", backup_codes: exampleBackupCodes },
  errors: [
    "mfa_code_invalid",
    "mfa_not_set_up",
    "mfa_already_enabled",
    "rate_limited",
    "api_key_not_allowed",
    "unauthenticated",
  ],
  async run({ ctx, actor, input }) {
    const enabled = await enableMfa(ctx, actor, input, backupCodes);
    if (!enabled.ok) return enabled;
    return ok({ data: { message: "TOTP successfully enabled", backup_codes: enabled.value.recoveryCodes } });
  },
});

const disableRoute = defineRoute({
  method: "delete",
  path: "/auth/totp",
  summary: "Turn off TOTP",
  description:
    "Send a TOTP code or a backup code. Requires a login in the last ten minutes. Backup codes stop working and your other sessions end.",
  access: "user",
  input: totpOrBackupBody,
  inputExample: { code: "123456" },
  status: 200,
  output: messageSchema,
  outputExample: { message: "TOTP successfully disabled" },
  errors: [
    "mfa_code_invalid",
    "mfa_not_enabled",
    "mfa_required",
    "step_up_required",
    "rate_limited",
    "api_key_not_allowed",
    "unauthenticated",
  ],
  async run({ ctx, actor, input: { code } }) {
    const disabled = await disableMfa(ctx, actor, { code });
    if (disabled.ok) return ok({ data: { message: "TOTP successfully disabled" } });
    const { error } = disabled;
    // No password is sent here.
    return error.code === "invalid_credentials" ? err("step_up_required") : err(error.code, { ...error });
  },
});

export const totpRoutes = [provisionRoute, verifyRoute, disableRoute];
