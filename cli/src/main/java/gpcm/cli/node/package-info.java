/** The node, and the demo that shows it at work. */
package gpcm.cli.node;
