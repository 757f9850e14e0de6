/**
 * Passkeys of local accounts (WebAuthn): made by a person who is signed in, and signed in with
 * later.
 */
package gpcm.node.passkeys;
