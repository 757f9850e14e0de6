/**
 * Who may do what: people and their roles at an organisation, their sessions, local accounts, and
 * the keys of machines. Knows nothing of HTTP.
 */
package gpcm.node.people;
