package gpcm.bench;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import gpcm.consultation.OdsCode;
import gpcm.fhir.AttachmentSink;
import gpcm.message.ItkResponse;
import gpcm.message.ItkResponseBuilder;
import gpcm.message.MailboxId;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.Tolerances;
import gpcm.rules.Findings;
import gpcm.rules.Rules;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hl7.fhir.dstu3.model.Bundle;

/**
 * What checking costs; {@code --profiles} names the folder of the official profiles when the
 * validator is to be compared. Everything is measured in one run, the things compared taking turns,
 * so that the ratios hold whatever else the machine does.
 */
public final class RuleFigures {
  private static final long ROUND_NANOS = 300_000_000L;

  /** So many calls, or so long, until the compiler has nothing left to do for either side. */
  private static final int WARM_UP_CALLS = 40_000;

  private static final long WARM_UP_NANOS = 40_000_000_000L;

  private static final long KIB = 1024;

  private RuleFigures() {}

  private interface Work {
    void once() throws IOException;
  }

  /** Runs the measurement and prints a table. */
  public static void main(String[] arguments) throws IOException {
    BenchmarkOptions options =
        BenchmarkOptions.read(arguments, Set.of("rounds", "input", "profiles"), Set.of());
    int rounds = options.number("rounds", 15);
    byte[] message = ExampleMessage.chosen(options);
    PrintStream out = System.out;
    MessageReader reader = new MessageReader();
    Rules rules = RuleCatalogue.rules(Tolerances.ALL);
    IParser parser = FhirContext.forDstu3().newXmlParser();
    Work ours = () -> answer(message, reader, rules);
    Work parse = () -> parser.parseResource(Bundle.class, new ByteArrayInputStream(message));
    double[] medians = compare(List.of(ours, parse), rounds);
    out.printf("message of %,d bytes%n", message.length);
    out.printf("read, all rules, response built and written: %8.1f us%n", medians[0]);
    out.printf(
        "HAPI's bare parse of the same bytes:         %8.1f us   ratio %.2f%n",
        medians[1], medians[1] / medians[0]);
    ResultLine line =
        ResultLine.of("rules")
            .with("messageBytes", message.length)
            .with("answerMicros", medians[0])
            .with("hapiParseMicros", medians[1])
            .with("timesHapiParse", medians[1] / medians[0]);
    Optional<Path> profiles = options.text("profiles").map(Path::of);
    if (profiles.isPresent()) {
      validator(message, ours, profiles.get(), rounds, out, line);
    }
    line.with("hundredMebibytesMillis", sizes(reader, rules, out));
    line.print();
  }

  private static void validator(
      byte[] message, Work ours, Path profiles, int rounds, PrintStream out, ResultLine line)
      throws IOException {
    long before = heap();
    Validator validator = Validator.load(profiles);
    String text = new String(message, StandardCharsets.UTF_8);
    Work validate = () -> validator.errors(text);
    validate.once();
    double[] medians = compare(List.of(ours, validate), rounds);
    long held = heap() - before;
    validator.errors(text);
    out.printf(
        "HAPI's validator with the official profiles: %8.1f us   ratio %.1f%n",
        medians[1], medians[1] / medians[0]);
    long fresh = ownHeap(message);
    out.printf(
        "heap held: rules and reader %,d KiB, validator %,d KiB   ratio %.3f%n",
        fresh / KIB, held / KIB, (double) fresh / held);
    line.with("validatorMicros", medians[1])
        .with("timesValidator", medians[1] / medians[0])
        .with("heldKibibytes", fresh / KIB)
        .with("validatorHeldKibibytes", held / KIB);
  }

  /** What a reader and the rules hold after they have read and checked. */
  private static long ownHeap(byte[] message) throws IOException {
    long before = heap();
    MessageReader reader = new MessageReader();
    Rules rules = RuleCatalogue.rules(Tolerances.ALL);
    answer(message, reader, rules);
    long held = heap() - before;
    answer(message, reader, rules);
    return Math.max(held, 1);
  }

  private static Findings answer(byte[] message, MessageReader reader, Rules rules)
      throws IOException {
    ReadMessage read =
        reader.readXml(new ByteArrayInputStream(message), AttachmentSink.discarding());
    Findings findings = rules.check(read);
    ItkResponseBuilder.From code = ItkResponse.to(read).code(findings.code());
    ItkResponse response =
        (findings.valid() ? code : code.diagnostics(findings.diagnostics()))
            .from(new OdsCode("ZZ001"), new MailboxId("MAILBOX1"))
            .build(InstantSource.system(), UUID::randomUUID);
    new MessageWriter().writeXml(response, new ByteArrayOutputStream(4096));
    return findings;
  }

  /**
   * Cost against the size of an attachment that is streamed in, never held; gives that of the
   * largest, 100 MiB, in milliseconds.
   */
  private static double sizes(MessageReader reader, Rules rules, PrintStream out)
      throws IOException {
    double median = 0;
    for (int kib : new int[] {50, 2_048, 20_480, 102_400}) {
      List<Double> times = new ArrayList<>();
      long peak = 0;
      for (int i = 0; i < 5; i++) {
        System.gc();
        long before = heap();
        long start = System.nanoTime();
        Findings findings = rules.check(reader.readXml(large(kib), AttachmentSink.discarding()));
        times.add((System.nanoTime() - start) / 1e6);
        peak = Math.max(peak, heap() - before);
        if (!findings.valid()) {
          throw new IllegalStateException(
              "the message of the figure is not valid: " + findings.diagnostics());
        }
      }
      Collections.sort(times);
      median = times.get(times.size() / 2);
      out.printf(
          "attachment of %,7d KiB: %8.1f ms, %6.0f MB/s, heap kept %,d KiB%n",
          kib, median, kib / 1024.0 / median * 1000, Math.max(0, peak) / KIB);
    }
    return median;
  }

  /** A valid message around an attachment of this size, made while it is read. */
  private static InputStream large(int kib) throws IOException {
    String template = LargeMessage.template();
    int at = template.indexOf(LargeMessage.CONTENT);
    byte[] head = template.substring(0, at).getBytes(StandardCharsets.UTF_8);
    byte[] tail =
        template.substring(at + LargeMessage.CONTENT.length()).getBytes(StandardCharsets.UTF_8);
    return new SequenceInputStream(
        Collections.enumeration(
            List.of(
                new ByteArrayInputStream(head),
                new LargeMessage.Base64Stream((long) kib * KIB),
                new ByteArrayInputStream(tail))));
  }

  private static double[] compare(List<Work> works, int rounds) throws IOException {
    double[][] times = new double[works.size()][rounds];
    for (Work work : works) {
      warmUp(work);
    }
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < works.size(); i++) {
        times[i][round] = round(works.get(i));
      }
    }
    double[] medians = new double[works.size()];
    for (int i = 0; i < medians.length; i++) {
      Arrays.sort(times[i]);
      medians[i] = times[i][rounds / 2];
    }
    return medians;
  }

  private static void warmUp(Work work) throws IOException {
    long start = System.nanoTime();
    for (int i = 0; i < WARM_UP_CALLS && System.nanoTime() - start < WARM_UP_NANOS; i++) {
      work.once();
    }
  }

  private static double round(Work work) throws IOException {
    long start = System.nanoTime();
    int times = 0;
    do {
      work.once();
      times++;
    } while (System.nanoTime() - start < ROUND_NANOS);
    return (System.nanoTime() - start) / 1e3 / times;
  }

  private static long heap() {
    System.gc();
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
