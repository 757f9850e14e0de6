package gpcm.node.viewing;

import gpcm.attachments.DetectedType;
import gpcm.node.content.ContentException;
import gpcm.node.content.ContentStore;
import gpcm.node.content.StoredContent;
import gpcm.node.viewing.Shown.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows the pages of stored documents: PDFs and pictures drawn anew, plain text as text, and of
 * everything else nothing. It does not ask who may see them. Thread-safe.
 */
public final class Viewing implements AutoCloseable {
  private static final long LARGEST_TEXT = 5_000_000;

  private final ContentStore store;
  private final ViewingLimits limits;
  private final DrawingLines lines;
  private final DrawnPages drawn;

  /** Shows what is in {@code store}, within {@code limits}. */
  public Viewing(ContentStore store, ViewingLimits limits) {
    this.store = store;
    this.limits = limits;
    this.lines = new DrawingLines(limits);
    this.drawn = new DrawnPages(limits.remembered());
  }

  /**
   * A page of a document.
   *
   * @param declaredType the media type that its sender declared
   * @param page which page, from 1
   * @param zoom how large; of no meaning for text
   * @throws ContentException when its bytes are missing or damaged
   */
  public Shown show(StoredContent content, String declaredType, int page, Zoom zoom) {
    if (content.size() == 0) {
      return new Shown.Nothing(Reason.EMPTY);
    }
    if (content.size() > limits.largestFile()) {
      return new Shown.Nothing(Reason.LARGE_FILE);
    }
    DrawnPages.Key key = new DrawnPages.Key(content.hash(), page, zoom);
    Optional<Shown.Picture> before = drawn.find(key);
    if (before.isPresent()) {
      return before.get();
    }
    Shown shown = show(key, content, declaredType);
    if (shown instanceof Shown.Picture picture) {
      drawn.keep(key, picture);
    }
    return shown;
  }

  private Shown show(DrawnPages.Key key, StoredContent content, String declaredType) {
    return switch (DetectedType.of(start(content), declaredType).mediaType()) {
      case "application/pdf" -> draw(Drawing.Format.PDF, key, content);
      case "image/png" -> draw(Drawing.Format.PNG, key, content);
      case "image/jpeg" -> draw(Drawing.Format.JPEG, key, content);
      case "image/gif" -> draw(Drawing.Format.GIF, key, content);
      case "image/tiff" -> draw(Drawing.Format.TIFF, key, content);
      // Markup is text too, and whoever declares it means what a browser makes of it.
      case "text/plain" ->
          plain(declaredType)
              ? text(key.page(), content, declaredType)
              : new Shown.Nothing(Reason.OTHER_TYPE);
      default -> new Shown.Nothing(Reason.OTHER_TYPE);
    };
  }

  // Who waits for a turn holds no bytes.
  private Shown draw(Drawing.Format format, DrawnPages.Key key, StoredContent content) {
    return lines.draw(() -> new Drawing(format, key.page(), key.zoom(), bytes(content)));
  }

  private Shown text(int page, StoredContent content, String declaredType) {
    return content.size() > LARGEST_TEXT
        ? new Shown.Nothing(Reason.LARGE_FILE)
        : PlainText.page(bytes(content), declaredType, page);
  }

  private static boolean plain(String declaredType) {
    return declaredType
        .replaceFirst(";.*", "")
        .strip()
        .toLowerCase(Locale.ROOT)
        .equals("text/plain");
  }

  private byte[] start(StoredContent content) {
    try (InputStream in = store.open(content.hash())) {
      return in.readNBytes(DetectedType.RECOGNISED_BY);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them: the store has then seen that they are what was stored. */
  private byte[] bytes(StoredContent content) {
    try (InputStream in = store.open(content.hash())) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the processes that draw. */
  @Override
  public void close() {
    lines.close();
  }
}
