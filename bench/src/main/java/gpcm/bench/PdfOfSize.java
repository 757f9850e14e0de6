package gpcm.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** PDFs of any size that open: one empty page, and beside it bytes that no compression shrinks. */
public final class PdfOfSize {
  private static final int LEAST = 600;

  private PdfOfSize() {}

  /** One of about so many bytes, other ones each time. */
  public static byte[] bytes(int size) {
    byte[] ballast = new byte[Math.max(0, size - LEAST)];
    ThreadLocalRandom.current().nextBytes(ballast);
    ByteArrayOutputStream pdf = new ByteArrayOutputStream(ballast.length + LEAST);
    int[] places = new int[5];
    text(pdf, "%PDF-1.7\n");
    places[1] = object(pdf, "1 0 obj\n<</Type /Catalog /Pages 2 0 R>>\nendobj\n");
    places[2] = object(pdf, "2 0 obj\n<</Type /Pages /Kids [3 0 R] /Count 1>>\nendobj\n");
    places[3] =
        object(pdf, "3 0 obj\n<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>\nendobj\n");
    places[4] = object(pdf, "4 0 obj\n<</Length " + ballast.length + ">>\nstream\n");
    pdf.writeBytes(ballast);
    text(pdf, "\nendstream\nendobj\n");
    int table = pdf.size();
    text(pdf, "xref\n0 5\n0000000000 65535 f \n");
    for (int i = 1; i < places.length; i++) {
      text(pdf, "%010d 00000 n \n".formatted(places[i]));
    }
    text(pdf, "trailer\n<</Size 5 /Root 1 0 R>>\nstartxref\n" + table + "\n%%EOF\n");
    return pdf.toByteArray();
  }

  private static int object(ByteArrayOutputStream pdf, String text) {
    int place = pdf.size();
    text(pdf, text);
    return place;
  }

  private static void text(ByteArrayOutputStream pdf, String text) {
    pdf.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
