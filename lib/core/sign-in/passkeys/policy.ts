/** More keys than anybody holds; a bound on what a session may write. */
export const passkeysMax = 20;

/** COSE: ES256, which every authenticator speaks, and RS256 for older TPMs. */
export const passkeyAlgorithms = [-7, -257];
