package gpcm.node.mailbox;

import gpcm.node.ledger.StepResult;
import gpcm.node.ledger.ToPost;

/**
 * What handing one message to MESH came to.
 *
 * @param taken whether MESH, or its file client, has it now
 * @param whoever the same, whoever holds the message by now
 */
record Posted(ToPost message, StepResult result, boolean taken, StepResult whoever) {}
