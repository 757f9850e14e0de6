package gpcm.node.working;

import java.time.LocalDate;

/**
 * What was deleted of an organisation on a day because its time was over.
 *
 * @param sent documents that were sent
 * @param received messages that were received
 * @param contents received documents whose bytes went, and whose rest stays
 * @param failed what should have gone and could not: it is tried again every day, and the log says
 *     why
 */
public record DeletionReport(LocalDate day, int sent, int received, int contents, int failed) {}
