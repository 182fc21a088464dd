/** Audience of the native API and of the browser's session: they are one thing. */
export const nativeAudience = "pacspace";
