import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ListedUser } from "@/lib/core/accounts/users";
import { planNames } from "@/lib/values/plans";

export async function UserLine({ user }: { user: ListedUser }) {
  const t = await getTranslations("users");
  return (
    <li className="relative grid gap-x-6 gap-y-1 border-t px-5 py-3 first:border-t-0 hover:bg-line/30 md:grid-cols-[minmax(0,5fr)_minmax(0,3fr)_minmax(0,4fr)_7.5rem] md:items-center">
      <p className="wrap-anywhere min-w-0">
        <Link href={`/admin/users/${user.id}`} className="font-medium after:absolute after:inset-0">
          {user.name}
        </Link>
        <span className="block text-muted text-sm">{user.email}</span>
      </p>
      <p className="wrap-anywhere min-w-0 text-sm">
        {user.tenant} <span className="text-muted">· {planNames[user.plan]}</span>
      </p>
      <p className="flex flex-wrap gap-1.5 empty:hidden">
        {user.isAdmin ? <Badge tone="accent">{t("consoleRoles.admin")}</Badge> : null}
        {user.isReviewer && !user.isAdmin ? <Badge tone="accent">{t("consoleRoles.reviewer")}</Badge> : null}
        {user.deactivated ? <Badge tone="danger">{t("states.deactivated")}</Badge> : null}
        {user.deletionPending ? <Badge tone="danger">{t("states.deletion_pending")}</Badge> : null}
        {user.emailVerified ? null : <Badge tone="warning">{t("states.unverified")}</Badge>}
        {user.mfaEnabled ? <Badge tone="success">{t("mfaOn")}</Badge> : null}
      </p>
      <p className="text-muted text-sm md:text-right">
        <span className="md:sr-only">{t("created")} </span>
        <RelativeTime date={user.createdAt} />
      </p>
    </li>
  );
}
