export const compatApis = ["balance", "panguard", "pandora", "quazzar"] as const;
export type CompatApi = (typeof compatApis)[number];
