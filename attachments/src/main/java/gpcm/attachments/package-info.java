/**
 * The content of a message's documents: whether each is what its sender declares, whether it can be
 * opened, and whether it may be. Sender, receiver and tools ask here, so that they agree.
 */
package gpcm.attachments;
