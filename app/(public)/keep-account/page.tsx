import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OneButtonPage } from "../one-button-page";
import type { TokenPage } from "../token-param";
import { keep } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("keepAccount.title") };
}

export default function KeepAccountPage(page: TokenPage) {
  return <OneButtonPage page={page} purpose="DELETION_CANCEL" words="keepAccount" action={keep} />;
}
