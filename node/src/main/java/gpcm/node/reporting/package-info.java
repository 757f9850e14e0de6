/**
 * What an organisation has received and sent over some days, counted: for those who look after the
 * work and not after a patient. Nothing here names one.
 */
package gpcm.node.reporting;
