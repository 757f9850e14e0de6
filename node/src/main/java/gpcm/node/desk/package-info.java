/**
 * What the people who run the system see of it, over all its nodes and as many of its organisations
 * as they may, what they do to a mailbox, and what they tell everybody. Nothing here says anything
 * of a patient.
 */
package gpcm.node.desk;
