package gpcm.consultation;

import java.util.List;

/**
 * A titled part of the clinical notes (GPCM-SD-CS-011). Immutable.
 *
 * @param title the title in the words of the sending system
 * @param items the entries in the order they are shown
 */
public record Section(String title, List<SectionItem> items) {
  private static final int MOST_ITEMS = 10_000;

  /**
   * @throws InvalidValueException when the title is blank, or there are no items
   */
  public Section {
    CheckedText.line("Section title", title);
    items = CheckedText.list("Items", items, MOST_ITEMS);
    if (items.isEmpty()) {
      throw new InvalidValueException(
          "Section", "must have at least one item", "Leave an empty section out");
    }
  }

  @Override
  public String toString() {
    return "Section[" + items.size() + " items, masked]";
  }
}
