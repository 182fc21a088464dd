import type { AppContext } from "@/lib/core/kernel/context";
import type { CompatApi } from "@/lib/values/compat-apis";
import { balance } from "./balance/api";
import type { Api } from "./http/api";
import { adminApi, authApi } from "./pacspace/api";
import { pandora } from "./pandora/api";
import { panguard } from "./panguard/api";
import { quazzar } from "./quazzar/api";

export const nativeApis: readonly Api[] = [authApi, adminApi];

export const compatApis: readonly Api[] = [balance, panguard, pandora, quazzar];

export function apisOf({ config }: AppContext): readonly Api[] {
  const isOn = ({ name }: Api) => config.compatApis.some((on) => on === name);
  return [...nativeApis, ...compatApis.filter(isOn)];
}

export function compatPrefix(api: CompatApi): string {
  return `/compat/${api}`;
}
