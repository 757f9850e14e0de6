/**
 * Who may do what: people and their roles at an organisation, their sessions, local accounts, what
 * they set for themselves, and the keys of machines. Knows nothing of HTTP.
 */
package gpcm.node.people;
