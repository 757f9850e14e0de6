/**
 * Sending: a consultation handed in becomes a document on its way, and stays watched until both
 * acknowledgements are in or a person has been told why not.
 */
package gpcm.node.sending;
