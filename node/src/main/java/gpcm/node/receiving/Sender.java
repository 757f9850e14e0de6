package gpcm.node.receiving;

/**
 * The organisation a received document came from.
 *
 * @param odsCode its ODS code; empty when the document is confidential (GPCM-SD-CS-030)
 * @param name its name; empty when the document gives none, or is confidential
 */
public record Sender(String odsCode, String name) {}
