package gpcm.rules;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.fhir.AttachmentSink;
import gpcm.fhir.ReadLimits;
import gpcm.message.MessageReader;
import gpcm.message.MessageWriter;
import gpcm.message.ReadMessage;
import gpcm.message.Tolerances;
import gpcm.message.UnreadableMessageException;
import gpcm.rules.catalogue.RuleCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No message, however broken, brings the checking down: it is read or refused, every rule copes,
 * and what is said about it can be sent back. {@code -Dfuzz.inputs=1000000} tries a million mutants
 * instead of a few.
 */
class HostileMessageTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 3_000);
  private static final long SEED = Long.getLong("fuzz.seed", 20261122L);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  // Of processor time, so that a busy machine makes no difference.
  private static final long SLOW_NANOS = 5_000_000_000L;
  private static final ReadLimits LIMITS =
      new ReadLimits(1 << 20, 1 << 18, 20, 60, 20_000, 100_000);
  private static final MessageReader READER = new MessageReader(LIMITS, Tolerances.ALL);
  private static final Rules RULES = RuleCatalogue.rules(Tolerances.ALL);
  private static final Path CORPUS = Path.of("src/test/resources/gpcm/rules/hostile");

  static List<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void whatOnceBroughtItDownDoesSoNoMore(Path file) throws IOException {
    survive(Files.readAllBytes(file));
  }

  @Test
  void mutantsAreReadOrRefusedAndEveryRuleCopes() throws IOException {
    List<byte[]> seeds = seeds();
    int read = 0;
    for (int i = 0; i < INPUTS; i++) {
      Mutant mutant = new Mutant(SEED + i);
      byte[] seed = seeds.get(i % seeds.size());
      byte[] input = mutant.of(seed, seeds.get((i / 7 + 1) % seeds.size()));
      long start = THREADS.getCurrentThreadCpuTime();
      try {
        read += survive(input) ? 1 : 0;
        assertThat(THREADS.getCurrentThreadCpuTime() - start)
            .as("processor time; a message that costs so much could stop a receiver")
            .isLessThan(SLOW_NANOS);
      } catch (IOException | RuntimeException | AssertionError | StackOverflowError e) {
        Path kept =
            Files.write(
                Files.createDirectories(Path.of("target", "fuzz")).resolve("mutant-" + (SEED + i)),
                input);
        throw new AssertionError("mutant " + (SEED + i) + " brought it down; kept as " + kept, e);
      }
    }
    assertThat(read).as("mutants that could still be read").isPositive();
  }

  /** True when it could be read. */
  private static boolean survive(byte[] input) throws IOException {
    ReadMessage message;
    try {
      message = read(input);
    } catch (UnreadableMessageException e) {
      assertThat(e.code().positive()).isFalse();
      return false;
    }
    Findings findings = RULES.check(message);
    assertThat(findings.crashedRules()).isEmpty();
    for (Finding finding : findings) {
      assertThat(finding.path()).doesNotContain("ZZTEST");
    }
    assertThat(findings.valid()).isEqualTo(findings.diagnostics().isEmpty());
    assertThat(findings.diagnostics()).doesNotContain("ZZTEST", "9990000018");
    if (input[0] == '{') {
      SourcePositions.inJson(new ByteArrayInputStream(input), findings.paths());
    } else {
      SourcePositions.inXml(new ByteArrayInputStream(input), findings.paths());
    }
    return true;
  }

  private static ReadMessage read(byte[] input) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(input);
    boolean json = input.length > 0 && input[0] == '{';
    return json
        ? READER.readJson(in, AttachmentSink.discarding())
        : READER.readXml(in, AttachmentSink.discarding());
  }

  private static List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    // The small message is broken more often, for the sake of speed: most ways to break one are the
    // same in all.
    for (UseCaseKey useCase :
        List.of(
            UseCaseKey.CS,
            UseCaseKey.CS,
            UseCaseKey.CS,
            UseCaseKey.CS,
            UseCaseKey.OC,
            UseCaseKey.GE)) {
      byte[] json = Fixture.of(useCase).tree().toString().getBytes(StandardCharsets.UTF_8);
      seeds.add(json);
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      new MessageWriter()
          .writeXml(
              new MessageReader()
                  .readJson(new ByteArrayInputStream(json), AttachmentSink.inMemory(100_000)),
              xml);
      seeds.add(xml.toByteArray());
    }
    return seeds;
  }
}
