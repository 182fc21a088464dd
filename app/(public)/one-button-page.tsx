import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Outcome } from "@/components/forms/outcome";
import { Button } from "@/components/ui/button";
import { inspectToken } from "@/lib/core/accounts/inspect-token";
import { webContext } from "@/lib/web/context";
import { DeadLink } from "./dead-link";
import { Shell } from "./shell";
import { Statement } from "./statement";
import { TokenForm } from "./token-form";
import { readToken, type TokenPage } from "./token-param";

interface Props {
  page: TokenPage;
  purpose: Parameters<typeof inspectToken>[1];
  /** Namespace in the messages. */
  words: "undo" | "notMe" | "signInHere" | "keepMfa" | "keepAccount";
  action: (input: { token: string }) => Promise<Outcome<unknown>>;
}

export async function OneButtonPage({ page, purpose, words, action }: Props) {
  const t = await getTranslations("public");
  const token = await readToken(page);
  const { state, email } = await inspectToken(await webContext(), purpose, token);
  const address = email ?? "";
  const dead = (
    <DeadLink token={token} title={t(`${words}.deadTitle`)} text={t(`${words}.deadText`)}>
      <SignIn label={t("signIn")} />
    </DeadLink>
  );
  return (
    <Shell>
      <TokenForm
        token={token}
        action={action}
        label={t(`${words}.submit`)}
        pendingLabel={t("checking")}
        done={
          <Statement title={t(`${words}.doneTitle`)} text={t(`${words}.doneText`, { email: address })}>
            <SignIn label={t("signIn")} />
          </Statement>
        }
        dead={dead}
        isDead={state !== "open"}
      >
        <Statement title={t(`${words}.title`)} text={t(`${words}.text`, { email: address })} />
      </TokenForm>
    </Shell>
  );
}

function SignIn({ label }: { label: string }) {
  return (
    <Button asChild>
      <Link href="/login">{label}</Link>
    </Button>
  );
}
