import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OneButtonPage } from "../one-button-page";
import type { TokenPage } from "../token-param";
import { raise } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("public"))("notMe.title") };
}

export default function NotMePage(page: TokenPage) {
  return <OneButtonPage page={page} purpose="ALARM" words="notMe" action={raise} />;
}
