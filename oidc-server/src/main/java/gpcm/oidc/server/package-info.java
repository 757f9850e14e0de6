/**
 * A stand-in OpenID provider with personas, good and misbehaving, for demonstrations and tests.
 * Anyone may be anyone here: never for production.
 */
package gpcm.oidc.server;
