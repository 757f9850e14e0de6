package gpcm.node.mailbox;

import gpcm.node.ledger.StepResult;

/**
 * What handing one message to MESH came to.
 *
 * @param taken whether MESH, or its file client, has it now
 */
record Posted(StepResult result, boolean taken) {}
