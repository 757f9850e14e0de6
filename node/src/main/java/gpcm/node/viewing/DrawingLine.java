package gpcm.node.viewing;

import gpcm.node.viewing.Shown.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The node's line to one process that draws. It has the class path it needs, a bound of memory, no
 * environment and nobody's secrets. One thread at a time.
 */
final class DrawingLine implements AutoCloseable {
  private static final int OUT_OF_MEMORY = 3;

  private final Process process;
  private final DataOutputStream questions;
  private final DataInputStream answers;

  private DrawingLine(Process process) {
    this.process = process;
    this.questions = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
  }

  static DrawingLine open(int megabytes) {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + megabytes + "m",
            "-XX:MaxDirectMemorySize=64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData",
            "-Djava.awt.headless=true",
            "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
            "-cp",
            String.join(File.pathSeparator, classPath()),
            DrawingProcess.class.getName());
    Map<String, String> environment = builder.environment();
    // Windows starts no program without it.
    environment.keySet().retainAll(Set.of("SystemRoot"));
    builder.directory(new File(System.getProperty("java.io.tmpdir")));
    builder.redirectError(Redirect.DISCARD);
    try {
      return new DrawingLine(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("a process that draws pages cannot be started", e);
    }
  }

  /** What it draws with, and nothing else of the node. */
  private static Set<String> classPath() {
    Set<String> path = new LinkedHashSet<>();
    for (String name :
        List.of(
            DrawingProcess.class.getName(),
            "org.apache.pdfbox.pdmodel.PDDocument",
            "org.apache.pdfbox.io.RandomAccessRead",
            "org.apache.fontbox.FontBoxFont",
            "org.apache.commons.logging.LogFactory",
            // What commons-logging may be a front of. Without anything behind it, it says nothing.
            "org.slf4j.LoggerFactory")) {
      path.add(place(name));
    }
    URL fonts = DrawingLine.class.getResource(BundledFonts.FOLDER + BundledFonts.COMMONEST);
    if (fonts == null) {
      throw new IllegalStateException("the fonts of the report are not on the class path");
    }
    String jar = fonts.getPath().replaceFirst("!.*", "");
    path.add(Path.of(URI.create(jar)).toString());
    return path;
  }

  private static String place(String className) {
    try {
      CodeSource source = Class.forName(className).getProtectionDomain().getCodeSource();
      return Path.of(source.getLocation().toURI()).toString();
    } catch (ClassNotFoundException | URISyntaxException e) {
      throw new IllegalStateException("where is " + className, e);
    }
  }

  /** What it draws; nothing, when that takes longer than {@code patience}. */
  Shown draw(Drawing drawing, Duration patience) {
    AtomicBoolean late = new AtomicBoolean();
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              late.set(true);
              process.destroyForcibly();
            },
            CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
    try {
      drawing.write(questions);
      return Drawing.answered(answers);
    } catch (IOException | RuntimeException e) {
      return new Shown.Nothing(late.get() ? Reason.TOO_SLOW : ended());
    } finally {
      end.cancel(false);
    }
  }

  private Reason ended() {
    try {
      boolean gone = process.waitFor(1, TimeUnit.SECONDS);
      return gone && process.exitValue() == OUT_OF_MEMORY ? Reason.TOO_MUCH_MEMORY : Reason.BROKEN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Reason.BROKEN;
    } finally {
      process.destroyForcibly();
    }
  }

  boolean isOpen() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
