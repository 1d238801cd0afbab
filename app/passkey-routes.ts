/** The pages on which browsers may use or make passkeys. See server/handler.ts. */
export const passkeyRoutes = { get: /^\/sign-in$/, create: /^\/account\/passkey$/ };
