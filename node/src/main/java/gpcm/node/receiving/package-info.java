/**
 * Receiving: a message from a mailbox is checked, and becomes one worklist entry and its
 * acknowledgements, or one negative answer that names the fault.
 */
package gpcm.node.receiving;
