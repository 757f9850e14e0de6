/** What people do with a received document: who has it, until when, what is open, how it ended. */
package gpcm.node.working;
