package gpcm.mesh.store;

/**
 * Where the bytes of a chunk are.
 *
 * @param segment number of the journal segment; 0 when they are in a file
 * @param offset from the start of the segment
 * @param file name in the bodies folder; empty text when they are in the journal
 * @param size how many
 */
record BodyLocation(long segment, long offset, String file, long size) {
  boolean inFile() {
    return !file.isEmpty();
  }
}
