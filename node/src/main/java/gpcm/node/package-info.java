/** Sending and receiving as durable processes over PostgreSQL, with an HTTP API and pages. */
package gpcm.node;
