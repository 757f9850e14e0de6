package gpcm.node.viewing;

import gpcm.node.viewing.Shown.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.apache.pdfbox.pdmodel.font.FontMappers;

/**
 * The process that draws pages, one after the other, for the node that started it: it reads what to
 * draw from its standard input and writes what it drew to its standard output. It ends when the
 * node does.
 */
final class DrawingProcess {
  private DrawingProcess() {}

  public static void main(String[] arguments) throws IOException {
    ProcessHandle.current().parent().ifPresent(DrawingProcess::endWith);
    // Whatever a library prints must not come between.
    System.setOut(System.err);
    ImageIO.setUseCache(false);
    FontMappers.set(new BundledFonts());
    try (var in =
            new DataInputStream(new BufferedInputStream(new FileInputStream(FileDescriptor.in)));
        var out =
            new DataOutputStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)))) {
      while (true) {
        Drawing.answer(drawn(Drawing.read(in)), out);
      }
    }
  }

  private static void endWith(ProcessHandle node) {
    Future<?> unused = node.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
  }

  private static Shown drawn(Drawing drawing) {
    try {
      return drawing.format() == Drawing.Format.PDF
          ? PdfPage.draw(drawing)
          : PictureFile.draw(drawing);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return new Shown.Nothing(Reason.BROKEN);
    }
  }
}
