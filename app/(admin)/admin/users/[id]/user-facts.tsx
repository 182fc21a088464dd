import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Fact, Facts } from "@/components/shared/fact";
import { RelativeTime } from "@/components/ui/relative-time";
import type { UserDetail } from "@/lib/core/accounts/get-user";
import { planNames } from "@/lib/values/plans";

export async function UserFacts({ user }: { user: UserDetail }) {
  const t = await getTranslations("users");
  const { accessRequest, tenant } = user;
  return (
    <Facts>
      <Fact term={t("email")}>
        {user.email} ({t(user.emailVerifiedAt ? "verified" : "notVerified")})
      </Fact>
      <Fact term={t("tenant")}>
        <Link href={`/admin/tenants/${tenant.id}`} className="link">
          {tenant.name}
        </Link>
        , {t(`roles.${tenant.role}`)} · {planNames[tenant.plan]}
      </Fact>
      <Fact term={t("phone")}>{user.phone ?? t("nobody")}</Fact>
      <Fact term={t("memberSince")}>
        <RelativeTime date={user.createdAt} />
      </Fact>
      <Fact term={t("password")}>
        {user.hasPassword ? (
          <>
            {t("passwordChanged")} <RelativeTime date={user.passwordChangedAt} />
          </>
        ) : (
          t("noPassword")
        )}
      </Fact>
      <Fact term={t("lastSeenTerm")}>{user.lastSeenAt ? <RelativeTime date={user.lastSeenAt} /> : t("never")}</Fact>
      <Fact term={t("passkeys")}>
        {user.passkeys.length === 0 ? t("nobody") : user.passkeys.map(({ name }) => name).join(", ")}
      </Fact>
      <Fact term={t("identities")}>
        {user.identities.length === 0
          ? t("nobody")
          : user.identities
              .map(({ providerName, email }) => [providerName, email].filter(Boolean).join(" "))
              .join(", ")}
      </Fact>
      <Fact term={t("cameFrom")}>
        {accessRequest ? (
          <>
            <Link href={`/admin/requests?tab=all&request=${accessRequest.id}`} className="link">
              {t("itsRequest")}
            </Link>{" "}
            <RelativeTime date={accessRequest.submittedAt} />
            {accessRequest.decidedBy === null ? null : ` · ${t("decidedBy", { name: accessRequest.decidedBy })}`}
          </>
        ) : (
          t("noRequest")
        )}
      </Fact>
      {user.deletionDueAt ? (
        <Fact term={t("deletion")}>
          <RelativeTime date={user.deletionDueAt} />
        </Fact>
      ) : null}
    </Facts>
  );
}
