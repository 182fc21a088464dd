import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { InvitationList } from "@/app/(account)/account/team/invitation-list";
import { InviteForm } from "@/app/(account)/account/team/invite-form";
import { JoinRequests } from "@/app/(account)/account/team/join-requests";
import { HandOverRow, LeaveRow } from "@/app/(account)/account/team/leave-rows";
import { MemberList } from "@/app/(account)/account/team/member-list";
import { MfaRow } from "@/app/(account)/account/team/mfa-row";
import { NameRow } from "@/app/(account)/account/team/name-row";
import { AddDomainForm, DomainList } from "@/components/shared/domains";
import { QuotaRows } from "@/components/shared/quota-rows";
import { SettingsGroup } from "@/components/ui/settings-row";
import { listJoinRequests } from "@/lib/core/access-requests/joining";
import { alwaysOk } from "@/lib/core/kernel/result";
import { getPlanUse } from "@/lib/core/tenants/plan-limits";
import { listTeam } from "@/lib/core/tenants/team";
import { getTeamMfa } from "@/lib/core/tenants/team-settings";
import { listDomains } from "@/lib/core/tenants/tenant-domains";
import { profileOf } from "@/lib/core/users/profile";
import { planNames } from "@/lib/values/plans";
import { webContext } from "@/lib/web/context";
import { requireUser } from "@/lib/web/current-user";
import { StepUp } from "../../step-up";
import {
  addOwnDomain,
  confirm,
  decline,
  handOver,
  leave,
  remove,
  removeOwnDomain,
  requireMfa,
  saveName,
  saveRole,
  sendAgain,
  sendInvitation,
  verifyOwnDomain,
  withdraw,
} from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team"))("title") };
}

export default async function TeamPage() {
  const actor = await requireUser();
  const ctx = await webContext();
  const t = await getTranslations("team");
  const { role, name } = profileOf(actor);
  const [team, asking, planUse, mfa, domains] = await Promise.all([
    listTeam(ctx, actor, {}),
    listJoinRequests(ctx, actor, {}),
    getPlanUse(ctx, actor, {}),
    getTeamMfa(ctx, actor, {}),
    listDomains(ctx, actor, {}),
  ]);
  const { tenant, members, invitations } = alwaysOk(team);
  const { items: joinRequests } = alwaysOk(asking);
  const { plan, use } = alwaysOk(planUse);
  const others = members.filter(({ isYou }) => !isYou);
  const leads = role === "owner";
  return (
    <StepUp actor={actor}>
      <div className="mx-auto grid max-w-[720px] gap-8">
        <h1>{t("title")}</h1>
        <SettingsGroup title={t("organization")}>
          <NameRow value={tenant.name} mayEdit={role !== "member"} save={saveName} />
          <MfaRow isRequired={alwaysOk(mfa).required} save={leads ? requireMfa : null} />
        </SettingsGroup>
        <SettingsGroup
          title={t("plan", { plan: planNames[plan] })}
          description={t("planText", { appName: ctx.config.appName })}
        >
          <QuotaRows use={use} />
        </SettingsGroup>
        <SettingsGroup title={t("members")} description={t("membersText", { count: members.length })}>
          <MemberList organization={tenant.name} role={role} members={members} changeRole={saveRole} remove={remove} />
        </SettingsGroup>
        {joinRequests.length === 0 ? null : (
          <SettingsGroup title={t("waiting")} description={t("waitingText")}>
            <JoinRequests requests={joinRequests} confirm={confirm} decline={decline} />
          </SettingsGroup>
        )}
        {role === "member" ? null : (
          <SettingsGroup title={t("invitations")} description={t("invitationsText")}>
            <InvitationList
              role={role}
              invitations={invitations.map((sent) => ({
                ...sent,
                isOver: new Date(sent.expiresAt) <= ctx.clock.now(),
              }))}
              resend={sendAgain}
              withdraw={withdraw}
            />
            <InviteForm role={role} send={sendInvitation} />
          </SettingsGroup>
        )}
        {leads ? (
          <SettingsGroup title={t("domains")} description={t("domainsText")}>
            <DomainList
              domains={alwaysOk(domains).items}
              verify={verifyOwnDomain}
              remove={removeOwnDomain}
              untilProven
            />
            <AddDomainForm add={addOwnDomain} />
          </SettingsGroup>
        ) : null}
        {others.length === 0 ? null : (
          <SettingsGroup title={t("leaving")}>
            {leads ? <HandOverRow others={others} handOver={handOver} /> : null}
            <LeaveRow
              organization={tenant.name}
              name={name}
              isLastOwner={leads && !others.some((other) => other.role === "owner")}
              leave={leave}
            />
          </SettingsGroup>
        )}
      </div>
    </StepUp>
  );
}
