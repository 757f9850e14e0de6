/**
 * What the people who run the system see of it, over all its nodes and organisations, and what they
 * do to a mailbox. Nothing here says anything of a patient.
 */
package gpcm.node.desk;
