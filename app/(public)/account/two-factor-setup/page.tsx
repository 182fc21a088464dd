import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { finishMfa, startMfa } from "@/app/(account)/account/security/actions";
import { askForProof, confirmWithPasskey, signOut } from "@/app/(account)/actions";
import { StepUp } from "@/app/(account)/step-up";
import { TwoFactorSetup } from "@/app/(public)/account/two-factor-setup/two-factor-setup";
import { isConfined } from "@/lib/core/sign-in/mfa/requirement";
import { readPasskeys } from "@/lib/core/sign-in/passkeys/passkeys";
import { webConfig } from "@/lib/web/config";
import { webContext } from "@/lib/web/context";
import { requireUserBeforeMfa } from "@/lib/web/current-user";
import { Shell } from "../../shell";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("twoFactor.title") };
}

/** Works before required 2FA is set up, unlike other signed-in pages, and stays for the recovery codes. */
export default async function TwoFactorSetupPage() {
  const actor = await requireUserBeforeMfa();
  const ctx = await webContext();
  const t = await getTranslations("public");
  const account = await getTranslations("account.security");
  const format = await getFormatter();
  const passkeys = await readPasskeys(ctx, actor);
  const { email } = actor.user;
  return (
    <Shell hasLanguages>
      <StepUp actor={actor}>
        <TwoFactorSetup
          state={actor.user.mfaEnabled ? "on" : actor.mfaDueAt === null ? "free" : "due"}
          due={
            actor.mfaDueAt && !isConfined(ctx, actor)
              ? t("twoFactor.due", { date: format.dateTime(actor.mfaDueAt, { dateStyle: "long" }) })
              : null
          }
          sheetTitle={account("codesTitle", { appName: webConfig().appName, email })}
          passkey={passkeys.length > 0 ? { start: askForProof, finish: confirmWithPasskey } : null}
          actions={{ start: startMfa, enable: finishMfa, signOut }}
        />
      </StepUp>
    </Shell>
  );
}
