export const buildMarker: string;
export function fingerprint(): string;
