/** The numbered requirements: the rules that fulfil them, a line each, and the account of all. */
package gpcm.rules.catalogue;
