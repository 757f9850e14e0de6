package gpcm.node.receiving;

import gpcm.node.content.StoredContent;

/**
 * A file of a worklist entry: the primary document first, then its attachments.
 *
 * @param ordinal its place, from 0
 * @param title the title of its section
 * @param contentType the media type its sender declared; the content was checked to match it
 * @param content its bytes, in the content store
 */
public record WorklistFile(int ordinal, String title, String contentType, StoredContent content) {}
