package gpcm.attachments;

import gpcm.fhir.AttachmentContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Opens a PDF with PDFBox as far as its first page, within limits of work and memory. What is on
 * the pages is not looked at.
 */
final class PdfLook implements LookInside {
  private static final int IN_MEMORY = 4 << 20;
  private static final String WHOLE = "a whole PDF with at least one page";

  @Override
  public Optional<ContentFault> fault(AttachmentContent content) throws IOException {
    if (content.size() <= IN_MEMORY) {
      byte[] bytes;
      try (InputStream in = content.open()) {
        bytes = in.readAllBytes();
      }
      return fault(() -> new RandomAccessReadBuffer(bytes));
    }
    try (HeldContent held = HeldContent.of(content)) {
      return fault(() -> new RandomAccessReadBufferedFile(held.file()));
    }
  }

  private interface Source {
    RandomAccessRead open() throws IOException;
  }

  private static Optional<ContentFault> fault(Source source) throws IOException {
    try {
      open(source, false);
      return Optional.empty();
    } catch (CautiousPdfParser.NeedsPasswordException e) {
      return Optional.of(ContentFault.locked());
    } catch (CautiousPdfParser.RestrictedException e) {
      return Optional.of(ContentFault.restricted());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return mended(source);
    }
  }

  // Much that is in use has small faults that every reader of PDF mends by searching the file.
  private static Optional<ContentFault> mended(Source source) throws IOException {
    try (RandomAccessRead bytes = source.open()) {
      if (!ObjectStreams.modest(bytes)) {
        return Optional.of(damaged("its structure cannot be read"));
      }
    }
    try {
      open(source, true);
      return Optional.empty();
    } catch (CautiousPdfParser.NeedsPasswordException e) {
      return Optional.of(ContentFault.locked());
    } catch (CautiousPdfParser.RestrictedException e) {
      return Optional.of(ContentFault.restricted());
    } catch (IOException | RuntimeException e) {
      return Optional.of(damaged("it cannot be opened"));
    } catch (StackOverflowError e) {
      return Optional.of(damaged("it is nested too deeply"));
    }
  }

  private static ContentFault damaged(String why) {
    return ContentFault.damaged("a file that begins as a PDF does, but " + why, WHOLE);
  }

  private static void open(Source source, boolean mending) throws IOException {
    try (RandomAccessRead bytes = new BoundedSource(source.open());
        PDDocument document = new CautiousPdfParser(bytes, mending).parse(mending)) {
      if (document.getNumberOfPages() < 1) {
        throw new IOException("no page");
      }
      document.getPage(0).getMediaBox();
    }
  }
}
