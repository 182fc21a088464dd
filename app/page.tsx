import { redirect } from "next/navigation";
import { getSetupStatus } from "@/lib/core/settings/setup";
import { webContext } from "@/lib/web/context";
import { findUser } from "@/lib/web/current-user";
import { readSessionTokens } from "@/lib/web/session-cookies";

export default async function Home() {
  const { setup } = await getSetupStatus(await webContext());
  if (!setup) redirect("/setup");
  const { refreshToken } = await readSessionTokens();
  redirect((await findUser()) || refreshToken ? "/account" : "/login");
}
