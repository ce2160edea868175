/** Apart from the settings, because the proxy must stay small. */
export const development = process.env.NODE_ENV !== "production";
