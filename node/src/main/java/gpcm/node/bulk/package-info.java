/**
 * The same done with many documents of the outbox: counted first, done by the node piece by piece,
 * stopped by people, and listed afterwards with what became of each.
 */
package gpcm.node.bulk;
