package gpcm.node.metrics;

/**
 * How much of one kind stands in one state at one organisation.
 *
 * @param work document, received or answer
 * @param organisation its ODS code
 * @param open how many are not at an end
 * @param due how many of them are due now
 * @param late how many have been due for more than a minute
 * @param stuck how many have failed again and again
 * @param oldest how many seconds ago the oldest came here
 */
record Work(
    String work,
    String organisation,
    String state,
    double open,
    double due,
    double late,
    double stuck,
    double oldest) {}
