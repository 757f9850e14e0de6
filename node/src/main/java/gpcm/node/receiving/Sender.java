package gpcm.node.receiving;

/**
 * The organisation a received document came from.
 *
 * @param odsCode its ODS code
 * @param name its name; empty when the document gives none, or is confidential
 */
public record Sender(String odsCode, String name) {}
