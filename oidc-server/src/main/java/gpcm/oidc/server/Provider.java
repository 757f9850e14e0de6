package gpcm.oidc.server;

/**
 * What the endpoints share.
 *
 * @param keys what tokens are signed with
 * @param sessions who is signed in
 * @param grants codes and tokens that are out
 * @param claims what is said about people
 * @param backChannel tells of sessions that end
 */
record Provider(
    SigningKeys keys,
    ProviderSessions sessions,
    Grants grants,
    Claims claims,
    BackChannel backChannel) {}
