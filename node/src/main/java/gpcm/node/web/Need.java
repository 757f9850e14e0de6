package gpcm.node.web;

/**
 * Something that whoever runs the system has to look at.
 *
 * @param what it, in a sentence
 * @param detail what it means or what is known of it, in sentences; may be empty
 * @param href where there is more
 * @param link the words that lead there
 */
record Need(String what, String detail, String href, String link) {}
