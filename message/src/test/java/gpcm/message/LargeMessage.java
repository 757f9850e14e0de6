package gpcm.message;

import gpcm.fhir.AttachmentContent;
import gpcm.fhir.AttachmentSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * Writes and reads one message with a 100 MB attachment and prints by how much the heap grew at
 * most; run in a JVM of its own.
 */
final class LargeMessage {
  private static final int MEGABYTES = 100;

  private LargeMessage() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    boolean json = arguments[1].equals("json");
    AttachmentContent large = AttachmentContent.of(large(folder));
    // One small message first: loading the model's classes is no cost of the attachment.
    Examples.readXml(Examples.xml(Examples.summary()));
    Examples.readJson(Examples.json(Examples.summary()));
    System.gc();
    long before = used();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);

    SendDocument message =
        SendDocument.consultationSummary()
            .from(Examples.MAILBOX)
            .consultation(Examples.consultation())
            .report(large)
            .attachments(
                List.of(
                    Attachment.of(
                        "text/plain", "Examination notes", AttachmentContent.of(new byte[] {'x'}))))
            .build(Examples.CLOCK, Examples.ids());
    Path file = folder.resolve("message");
    long start = System.nanoTime();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      if (json) {
        new MessageWriter().writeJson(message, out);
      } else {
        new MessageWriter().writeXml(message, out);
      }
    }
    long written = System.nanoTime();
    ReadMessage read;
    try (InputStream in = Files.newInputStream(file)) {
      AttachmentSink sink = AttachmentSink.spilling(1 << 16, folder);
      read = json ? new MessageReader().readJson(in, sink) : new MessageReader().readXml(in, sink);
    }
    long done = System.nanoTime();
    long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    if (!read.equals(message)) {
      throw new IllegalStateException("what was read is not what was written");
    }
    System.out.printf(
        "bytes=%d growthMiB=%d writeMillis=%d readMillis=%d%n",
        Files.size(file),
        (peak - before) >> 20,
        (written - start) / 1_000_000,
        (done - written) / 1_000_000);
  }

  private static Path large(Path folder) throws IOException {
    Path file = folder.resolve("large.pdf");
    Random random = new Random(1);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(Examples.PDF);
      for (int i = 0; i < MEGABYTES; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    return file;
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long used() {
    return pools().stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }
}
