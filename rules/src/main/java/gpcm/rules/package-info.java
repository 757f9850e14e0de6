/** The numbered requirements as rules that look at a message and give findings. */
package gpcm.rules;
