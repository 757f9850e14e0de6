/**
 * What the people who run the system see of it, over all its nodes and organisations, what they do
 * to a mailbox, and what they tell everybody. Nothing here says anything of a patient.
 */
package gpcm.node.desk;
