import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { findInvitationToJoin, type InvitationToJoin } from "@/lib/core/tenants/invitations";
import { webContext } from "@/lib/web/context";
import { findUser } from "@/lib/web/current-user";
import { Shell } from "../shell";
import { Statement } from "../statement";
import { TokenForm } from "../token-form";
import { readToken, type TokenPage } from "../token-param";
import { joinAsMyself } from "./actions";
import { CarriedToken, SignInToJoin, SignOutToJoin } from "./carried-token";
import { JoinForm } from "./form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team.join"))("pageTitle") };
}

export default async function JoinPage(props: TokenPage) {
  const token = await readToken(props);
  if (token === "") {
    return (
      <Shell wayOut={<BackToSignIn />}>
        <CarriedToken none={<DeadInvitation state="unknown" />} />
      </Shell>
    );
  }
  const invitation = await findInvitationToJoin(await webContext(), token);
  if (invitation.state === "open") return <OpenInvitation token={token} invitation={invitation} />;
  return (
    <Shell wayOut={<BackToSignIn />}>
      <DeadInvitation state={invitation.state} />
    </Shell>
  );
}

interface OpenProps {
  token: string;
  invitation: Extract<InvitationToJoin, { state: "open" }>;
}

async function OpenInvitation({ token, invitation }: OpenProps) {
  const t = await getTranslations("team.join");
  const actor = await findUser();
  const { email, hasAccount, inviter, organization, role } = invitation;
  const title = t("title", { organization });
  const invites = t("inviter", { inviter, organization, role });

  if (actor && actor.user.email !== email) {
    return (
      <Shell>
        <Statement title={title} text={t("otherText", { email, present: actor.user.email })}>
          <SignOutToJoin token={token} />
        </Statement>
      </Shell>
    );
  }
  if (actor) {
    return (
      <Shell>
        <TokenForm
          token={token}
          action={joinAsMyself}
          label={t("submit")}
          pendingLabel={t("joining")}
          done={
            <Statement title={t("doneTitle", { organization })}>
              <Button asChild variant="primary">
                <Link href="/account/team">{t("toTeam")}</Link>
              </Button>
            </Statement>
          }
          dead={<DeadInvitation state="expired" />}
        >
          <Statement title={title} text={`${invites} ${t("leaves", { email, present: actor.tenant.name })}`} />
        </TokenForm>
      </Shell>
    );
  }
  if (hasAccount) {
    return (
      <Shell wayOut={<BackToSignIn />}>
        <Statement title={title} text={`${invites} ${t("signInText", { email })}`}>
          <SignInToJoin token={token} email={email} />
        </Statement>
      </Shell>
    );
  }
  return (
    <Shell wayOut={<BackToSignIn />}>
      <JoinForm
        token={token}
        email={email}
        organization={organization}
        before={<Statement title={title} text={invites} />}
        dead={<DeadInvitation state="expired" />}
      />
    </Shell>
  );
}

async function BackToSignIn() {
  const t = await getTranslations("public");
  return (
    <Link href="/login" className="link">
      {t("backToSignIn")}
    </Link>
  );
}

async function DeadInvitation({ state }: { state: "used" | "expired" | "unknown" }) {
  const t = await getTranslations("team.join");
  const words = await getTranslations("public");
  return (
    <Statement title={t(`${state}Title`)} text={t(`${state}Text`)}>
      {state === "used" ? (
        <div className="flex flex-wrap gap-3">
          <Button asChild variant="primary">
            <Link href="/login">{words("signIn")}</Link>
          </Button>
          <Button asChild>
            <Link href="/forgot-password">{words("signup.forgot")}</Link>
          </Button>
        </div>
      ) : null}
    </Statement>
  );
}
