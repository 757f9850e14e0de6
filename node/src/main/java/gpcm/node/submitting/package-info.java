/** Ways in and out for submitting systems, besides the API. */
package gpcm.node.submitting;
