/** {@code gpcm oidc}: the stand-in OpenID provider by hand. */
package gpcm.cli.oidc;
