/**
 * What stands coded in a document beside its words, as plain values that a person can read and
 * decide on.
 */
package gpcm.message.coded;
