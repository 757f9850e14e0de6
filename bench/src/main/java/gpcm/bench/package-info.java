/** Benchmarks: ratios measured in one run. */
package gpcm.bench;
