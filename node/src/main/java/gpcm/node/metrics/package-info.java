/**
 * Figures of a node for whoever watches it: counted here, read from the database, and given as
 * Prometheus asks for them. They hold no patient data and no identifier of a case.
 */
package gpcm.node.metrics;
