/**
 * What is filed is offered to the system that keeps an organisation's records, until it answers:
 * accepted, or refused for a reason that a person is told.
 */
package gpcm.node.handover;
