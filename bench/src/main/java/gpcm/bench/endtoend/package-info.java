/**
 * Documents a second through all of it, and what one costs in statements, commits and processor
 * time.
 */
package gpcm.bench.endtoend;
