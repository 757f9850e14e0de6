/**
 * How long what an organisation sent and received is kept, and how it is deleted then
 * (docs/decisions/0014).
 */
package gpcm.node.retention;
