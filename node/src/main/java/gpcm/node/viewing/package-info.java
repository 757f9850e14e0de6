/**
 * Shows documents that came from others as pictures and plain text, so that no browser opens them.
 * What knows the formats runs in processes of its own, which hold nothing else and are ended when
 * they take too long or too much.
 */
package gpcm.node.viewing;
