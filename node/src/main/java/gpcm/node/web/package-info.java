/** The node's HTTP API and pages. */
package gpcm.node.web;
