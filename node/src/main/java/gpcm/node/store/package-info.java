/**
 * Where the node keeps what must not be lost: the database, durable tasks and the bytes of messages
 * and attachments.
 */
package gpcm.node.store;
