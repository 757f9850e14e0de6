/** Several nodes on one database, killed at random while documents travel. */
package gpcm.bench.cluster;
