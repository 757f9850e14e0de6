/**
 * What a node is told: one YAML file and environment variables, read into values that check
 * themselves.
 */
package gpcm.node.config;
