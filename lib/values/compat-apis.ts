/** The APIs beside the native one, by the names that sessions, tokens and configuration know them by. */
export const compatApis = ["balance", "panguard", "pandora", "quazzar"] as const;
export type CompatApi = (typeof compatApis)[number];
