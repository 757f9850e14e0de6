package gpcm.attachments;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdfparser.PDFParser;

/**
 * PDFBox's parser, stopped where a file would have it unpack more than opening a document takes, or
 * decrypt anything.
 */
final class CautiousPdfParser extends PDFParser {
  /** Hundreds of times what the tables of a document of a thousand pages take. */
  static final int MOST_UNPACKED = 4 << 20;

  CautiousPdfParser(RandomAccessRead source, boolean mending) throws IOException {
    super(source, "", null, null, IOUtils.createMemoryOnlyStreamCache());
    setLenient(mending);
  }

  /** Nobody can read it without a password. */
  static final class NeedsPasswordException extends IOException {
    private static final long serialVersionUID = 1L;

    NeedsPasswordException(IOException cause) {
      super(cause);
    }
  }

  /** It is encrypted, and everybody can read it. */
  static final class RestrictedException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  protected void prepareDecryption() throws IOException {
    try {
      super.prepareDecryption();
    } catch (IOException e) { // a password is asked for, or a key
      throw new NeedsPasswordException(e);
    }
    if (securityHandler != null) {
      throw new RestrictedException();
    }
  }

  // On the way to the first page only streams are met that hold the document's structure.
  @Override
  protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
    COSStream stream = super.parseCOSStream(dictionary);
    COSBase filters = stream.getFilters();
    if (filters == null) {
      return stream;
    }
    COSBase only = filters instanceof COSArray some && some.size() == 1 ? some.get(0) : filters;
    if (!COSName.FLATE_DECODE.equals(only) || !modest(stream.createRawInputStream())) {
      throw new IOException("a stream of its structure is packed in an unusual way");
    }
    return stream;
  }

  /** Whether zlib data unpacks to no more than a document's structure takes. */
  static boolean modest(InputStream packed) throws IOException {
    try (InflaterInputStream in = new InflaterInputStream(packed)) {
      byte[] chunk = new byte[1 << 13];
      long size = 0;
      for (int n = in.read(chunk); n >= 0 && size <= MOST_UNPACKED; n = in.read(chunk)) {
        size += n;
      }
      return size <= MOST_UNPACKED;
    } catch (ZipException | EOFException e) {
      return true; // broken off: nothing more can come of it
    }
  }
}
