/**
 * The organisations' mailboxes: a durable outbox whose messages are posted to MESH, and the polling
 * that stores what arrives before anything else is done with it. Knows nothing of what the messages
 * mean.
 */
package gpcm.node.mailbox;
