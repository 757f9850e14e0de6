package gpcm.node.web;

import gpcm.node.content.ContentStore;
import gpcm.node.journal.Alerts;
import gpcm.node.receiving.Answers;
import gpcm.node.receiving.Worklist;
import gpcm.node.sending.Outbox;

/**
 * What of a node is served over HTTP.
 *
 * @param outbox what its organisations send
 * @param worklist what they received
 * @param answers what they answered
 * @param alerts what a person must know
 * @param content the bytes of documents and attachments
 * @param nodes who works on it, and how far behind they are
 * @param health whether it can answer at all
 */
public record Served(
    Outbox outbox,
    Worklist worklist,
    Answers answers,
    Alerts alerts,
    ContentStore content,
    NodesView nodes,
    Health health) {}
