package gpcm.node.handover;

import java.util.List;

/**
 * What a record system takes over of a document's coded entries, as it was when it was offered.
 *
 * @param entries what people confirmed, as a JSON array; empty when nothing is confirmed any more
 * @param files the same in FHIR of two releases
 */
public record ConfirmedContent(String entries, List<File> files) {
  public ConfirmedContent {
    files = List.copyOf(files);
  }

  /**
   * A file of an item that was made for it.
   *
   * @param ordinal its place among the item's files, from 0
   * @param title what it is, for people
   * @param contentType as HTTP has it
   * @param size in bytes
   * @param sha256 of its bytes, in hexadecimal digits
   */
  public record File(int ordinal, String title, String contentType, long size, String sha256) {}

  /** How much there is, so that it can be logged. */
  @Override
  public String toString() {
    return "ConfirmedContent[" + files.size() + " files]";
  }
}
