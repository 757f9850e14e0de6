/**
 * The bytes of messages and attachments, in the database that all nodes share, and the promise that
 * damaged bytes are never given as good.
 */
package gpcm.node.content;
