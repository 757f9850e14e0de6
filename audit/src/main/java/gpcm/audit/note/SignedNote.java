package gpcm.audit.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A text with signatures below it (C2SP signed-note). What it says means nothing before {@link
 * #signers} has named someone.
 *
 * @param text the text, with the newline it ends in
 * @param signatures its signatures, in their order; at least one
 */
public record SignedNote(String text, List<NoteSignature> signatures) {
  /** How many bytes a note has at most. */
  public static final int LARGEST = 100_000;

  private static final int MOST_SIGNATURES = 64;

  /**
   * @throws NoteException when it is not what a note can be
   */
  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n")) {
      throw new NoteException("the text of a note ends in a newline");
    }
    if (text.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new NoteException("a note has no control characters but newlines");
    }
    requireSome(signatures.size());
  }

  private static void requireSome(long signatures) {
    if (signatures < 1 || signatures > MOST_SIGNATURES) {
      throw new NoteException(
          "a note has 1 to %d signatures, not %d".formatted(MOST_SIGNATURES, signatures));
    }
  }

  /** Reads a note from a file or an answer, in UTF-8. */
  public static SignedNote parse(byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw new NoteException(
          "a note has at most %d bytes, not %d".formatted(LARGEST, bytes.length));
    }
    return parse(Text.utf8("the note", bytes));
  }

  /**
   * Reads a note.
   *
   * @throws NoteException when it has not the form of one
   */
  public static SignedNote parse(String note) {
    if (note.length() > LARGEST) {
      throw new NoteException("a note has at most %d characters".formatted(LARGEST));
    }
    int gap = note.lastIndexOf("\n\n");
    if (gap < 0 || !note.endsWith("\n") || gap + 2 >= note.length()) {
      throw new NoteException(
          "a note is a text, an empty line and signature lines, each line ending in a newline");
    }
    String below = note.substring(gap + 2, note.length() - 1);
    requireSome(1 + below.chars().filter(c -> c == '\n').count());
    List<NoteSignature> signatures = below.lines().map(NoteSignature::parse).toList();
    return new SignedNote(note.substring(0, gap + 1), signatures);
  }

  /**
   * Those of the keys that signed it.
   *
   * @throws NoteException when a signature that says it is by one of them is wrong, or none of them
   *     signed; signatures of others are ignored
   */
  public List<VerifierKey> signers(Collection<VerifierKey> known) {
    List<VerifierKey> signers = new ArrayList<>();
    for (NoteSignature signature : signatures) {
      for (VerifierKey key : known) {
        if (key.made(signature)) {
          if (!key.verifies(text, signature)) {
            throw new NoteException(
                "the signature of %s is wrong: the text or the signature was changed"
                    .formatted(key.name()));
          }
          if (!signers.contains(key)) {
            signers.add(key);
          }
        }
      }
    }
    if (signers.isEmpty()) {
      throw new NoteException(
          "none of the keys known here signed it; it names %s"
              .formatted(
                  String.join(
                      ", ", signatures.stream().map(NoteSignature::name).distinct().toList())));
    }
    return signers;
  }

  /** The same note with one more signature, unless it is there. */
  public SignedNote with(NoteSignature signature) {
    if (signatures.contains(signature)) {
      return this;
    }
    List<NoteSignature> more = new ArrayList<>(signatures);
    more.add(signature);
    return new SignedNote(text, more);
  }

  /** As it is written. */
  public String written() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }

  /** As it is written, in UTF-8. */
  public byte[] bytes() {
    return written().getBytes(StandardCharsets.UTF_8);
  }
}
