package gpcm.bench;

import ca.uhn.fhir.context.FhirContext;
import com.sun.management.ThreadMXBean;
import gpcm.fhir.AttachmentSink;
import gpcm.message.MessageReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How fast is a message read, against HAPI's own parser on the same bytes? Both read in turns
 * within one run, and the processor time of the thread is counted, so that the ratio does not
 * depend on how busy the machine is. HAPI decodes the attachment into its model; we decode, measure
 * and hash it on its way into a sink.
 */
public final class ReadMessageBench {
  private static final int READS = 400;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private ReadMessageBench() {}

  private interface Reading {
    void read() throws IOException;
  }

  private record Subject(
      String name, Reading reading, List<Double> micros, List<Double> kibibytes) {
    Subject(String name, Reading reading) {
      this(name, reading, new ArrayList<>(), new ArrayList<>());
    }

    void round() throws IOException {
      long thread = Thread.currentThread().threadId();
      long allocated = THREADS.getThreadAllocatedBytes(thread);
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < READS; i++) {
        reading.read();
      }
      micros.add((THREADS.getCurrentThreadCpuTime() - start) / 1e3 / READS);
      kibibytes.add((THREADS.getThreadAllocatedBytes(thread) - allocated) / 1024.0 / READS);
    }

    double median(List<Double> values) {
      return values.stream().sorted().toList().get(values.size() / 2);
    }
  }

  /** Runs the benchmark, on the message file given or on the project's example. */
  public static void main(String[] arguments) throws IOException {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("rounds", "input"), Set.of());
    int rounds = options.number("rounds", 15);
    byte[] message = ExampleMessage.chosen(options);
    String text = new String(message, StandardCharsets.UTF_8);
    FhirContext context = FhirContext.forDstu3();
    MessageReader reader = new MessageReader();
    Path folder = Files.createTempDirectory("read-message-bench");
    Subject hapi = new Subject("HAPI parse", () -> context.newXmlParser().parseResource(text));
    List<Subject> ours =
        List.of(
            new Subject(
                "read, content in memory",
                () -> read(reader, message, AttachmentSink.spilling(1 << 17, folder))),
            new Subject(
                "read, content hashed only",
                () -> read(reader, message, AttachmentSink.discarding())),
            new Subject(
                "read, content in a file",
                () -> read(reader, message, AttachmentSink.toFolder(folder))));
    for (int i = 0; i < rounds; i++) {
      hapi.round();
      for (Subject subject : ours) {
        subject.round();
        empty(folder);
      }
      if (i == rounds / 3 && i < rounds - 1) {
        // What came before was warming up.
        Stream.concat(Stream.of(hapi), ours.stream())
            .forEach(
                subject -> {
                  subject.micros.clear();
                  subject.kibibytes.clear();
                });
      }
    }
    Files.delete(folder);
    double reference = hapi.median(hapi.micros);
    System.out.println("reading " + message.length + " bytes; median processor time a message");
    Stream.concat(Stream.of(hapi), ours.stream())
        .forEach(
            subject ->
                System.out.printf(
                    Locale.ROOT,
                    "%-26s %7.0f us  %6.0f KiB allocated  %5.2f times as fast as HAPI%n",
                    subject.name,
                    subject.median(subject.micros),
                    subject.median(subject.kibibytes),
                    reference / subject.median(subject.micros)));
    Subject inMemory = ours.getFirst();
    Subject hashed = ours.get(1);
    ResultLine.of("read-message")
        .with("messageBytes", message.length)
        .with("readMicros", inMemory.median(inMemory.micros))
        .with("hashedMicros", hashed.median(hashed.micros))
        .with("hapiMicros", reference)
        .with("timesHapi", reference / inMemory.median(inMemory.micros))
        .with("readKibibytes", inMemory.median(inMemory.kibibytes))
        .with("hapiKibibytes", hapi.median(hapi.kibibytes))
        .print();
  }

  private static void read(MessageReader reader, byte[] message, AttachmentSink sink)
      throws IOException {
    reader.readXml(new ByteArrayInputStream(message), sink);
  }

  private static void empty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
