/**
 * For other people's tests: the stand-in OpenID provider as a JUnit extension. Needs JUnit Jupiter
 * on the class path.
 */
package gpcm.oidc.testing;
