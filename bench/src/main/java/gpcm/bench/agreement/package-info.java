/** How far the rules agree with HAPI's validator, over messages that each have one change. */
package gpcm.bench.agreement;
