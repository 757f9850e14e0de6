/** What happened and what a person must know: the timeline and the alerts. */
package gpcm.node.journal;
