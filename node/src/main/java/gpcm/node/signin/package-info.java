/**
 * How people prove who they are: the client of an OpenID provider. Says who somebody is, where they
 * work and with which roles, or why they may not come in; sessions are made elsewhere.
 */
package gpcm.node.signin;
