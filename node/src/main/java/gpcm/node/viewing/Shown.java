package gpcm.node.viewing;

import java.util.List;

/** What can be shown of a page of a document, or why nothing can. Immutable. */
public sealed interface Shown {

  /**
   * A page as a picture.
   *
   * @param page which one, from 1
   * @param pages how many there are
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @param png the picture; not to be changed
   * @param text the words on the page as far as they can be read from it; empty for a scan
   * @param notes what a reader must know about it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Picture(
      int page, int pages, int width, int height, byte[] png, String text, List<Note> notes)
      implements Shown {
    public Picture {
      notes = List.copyOf(notes);
    }
  }

  /**
   * A stretch of plain text.
   *
   * @param page which one, from 1
   * @param pages how many there are
   * @param text the text, with nothing of it escaped
   * @param notes what a reader must know about it
   */
  record Text(int page, int pages, String text, List<Note> notes) implements Shown {
    public Text {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Nothing.
   *
   * @param reason why
   */
  record Nothing(Reason reason) implements Shown {}

  /** What a reader of a page must know. */
  enum Note {
    /** Something on it could not be drawn. */
    INCOMPLETE(
        "Something on this page cannot be shown here. Download the file to be sure that you see all"
            + " of it."),
    /** The document is longer than what is shown. */
    ONLY_THE_BEGINNING(
        "Only the beginning of this file is shown here. Download it to see the rest."),
    /** A PDF holds other files. */
    HOLDS_FILES("This file holds other files, which are not shown here. Download it to see them."),
    /** A moving picture. */
    MOVES("This picture moves. Only how it begins is shown here."),
    /** Bytes that are no characters of the text's encoding. */
    UNREADABLE_CHARACTERS(
        "Some characters of this text cannot be read. Each is shown as \uFFFD. Download the file,"
            + " or ask its sender.");

    private final String sentence;

    Note(String sentence) {
      this.sentence = sentence;
    }

    /** What to tell people. */
    public String sentence() {
      return sentence;
    }
  }

  /** Why nothing is shown. */
  enum Reason {
    /** Of a type that is for download only. */
    OTHER_TYPE("A file of this type is not shown here."),
    /** More bytes than are looked at. */
    LARGE_FILE("This file is too large to be shown here."),
    /** It holds nothing. */
    EMPTY("This file is empty. Ask its sender for it."),
    /** Nobody can read it without a password. */
    LOCKED("This file is locked with a password, and cannot be shown here."),
    /** It is not what it begins as. */
    BROKEN("This file is damaged or unusual, and cannot be shown here."),
    /** A picture of a kind that Java does not read. */
    UNKNOWN_PICTURE("A picture of this kind is not shown here."),
    /** Drawing it was stopped. */
    TOO_SLOW("Showing this page took too long and was stopped."),
    /** Drawing it would need more memory than it may have. */
    TOO_MUCH_MEMORY("Showing this page takes more memory than it may use."),
    /** Everybody looks at something. */
    BUSY("Too many pages are being shown at this moment. Try again in a minute."),
    /** It has fewer pages. */
    NO_SUCH_PAGE("This file has no such page.");

    private final String sentence;

    Reason(String sentence) {
      this.sentence = sentence;
    }

    /** What to tell people. */
    public String sentence() {
      return sentence;
    }
  }
}
