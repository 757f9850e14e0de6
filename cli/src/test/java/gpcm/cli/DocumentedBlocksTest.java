package gpcm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.node.config.NodeConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Every block of code on a page is run by a test or compared with one, and every command that a
 * page names exists with its options.
 */
class DocumentedBlocksTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
  private static final String HERE = "cli/src/test/java/gpcm/cli/DocumentedBlocksTest.java#";
  private static final String MESH_PAGE = "cli/src/test/java/gpcm/cli/mesh/MeshPageTest.java#";
  private static final String LIBRARY =
      "node-test/src/test/java/gpcm/node/testing/ReadmeTest.java#the_readme_shows_the_lines_as_they_are";
  private static final String PERSONAS =
      "oidc-server/src/test/java/gpcm/oidc/server/DocumentedPersonasTest.java#";
  private static final String TLS = "node/src/test/java/gpcm/node/config/HttpSectionTest.java#";
  private static final String BENCHMARKS = HERE + "everyBenchmarkExistsWithItsOptions";

  /** Page, what stands in the block, and the test that runs it or compares it. */
  private record Known(String page, String text, String proof) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("README.md", "./gpcm demo", HERE + "everyCommandExistsWithItsOptions"),
          new Known("README.md", "DocumentJson.read(json)", LIBRARY),
          new Known("README.md", "MeshArrival.of", LIBRARY),
          new Known("README.md", "LocalNetworkExtension", LIBRARY),
          new Known("CONTRIBUTING.md", "./mvnw verify", HERE + "theBuildKnowsWhatItIsCalledWith"),
          new Known("docs/architecture.md", "cli ---", HERE + "thePictureShowsTheRooms"),
          new Known("docs/configuration.md", "mailbox-password", HERE + "aNodeReadsEachFile"),
          new Known("docs/configuration.md", "certificate:", HERE + "aNodeReadsEachFile"),
          new Known("docs/configuration.md", "transport: folders", HERE + "aNodeReadsEachFile"),
          new Known("docs/alerts.md", "alerts:", HERE + "theSettingsOfAlertsAreRead"),
          new Known("docs/handover.md", "deadline:", HERE + "theSettingsOfHandingOverAreRead"),
          new Known("docs/handover.md", "folder:", HERE + "theSettingsOfHandingOverAreRead"),
          new Known("docs/handover.md", "webhook:", HERE + "theSettingsOfHandingOverAreRead"),
          new Known(
              "docs/handover.md",
              "GET  /api/v1/handover",
              "node/src/test/java/gpcm/node/HandOverTest.java#whatIsFiledIsOfferedWithEveryFileAsItCame"),
          new Known(
              "docs/audit.md",
              "gpcm audit verify",
              "cli/src/test/java/gpcm/cli/audit/AuditCommandTest.java#theCommandsOfThePageWorkTogether"),
          new Known(
              "docs/audit.md",
              "gpcm audit search",
              "cli/src/test/java/gpcm/cli/audit/LogCommandsTest.java#theCommandsOfThePageWork"),
          new Known(
              "docs/audit.md",
              "gpcm audit crosscheck",
              "cli/src/test/java/gpcm/cli/audit/LogCommandsTest.java#theCommandsOfThePageWork"),
          new Known(
              "docs/audit.md",
              "gpcm audit new-origin",
              "cli/src/test/java/gpcm/cli/audit/LogCommandsTest.java#aLogWhoseKeyWasLostIsBegunAnewAndVerifiedAcrossBoth"),
          new Known(
              "docs/audit.md",
              "gpcm_audit_owner",
              "node/src/test/java/gpcm/node/audit/AuditRightsTest.java#afterTheTablesWereHandedOverTheNodeOnlyAdds"),
          new Known(
              "docs/mesh.md",
              "hub.handshake",
              MESH_PAGE + "the_clients_example_keeps_the_rules_on_the_pages_own_network"),
          new Known(
              "docs/mesh.md",
              "MeshEnvelope.of",
              MESH_PAGE + "the_envelopes_example_keeps_the_rules"),
          new Known(
              "docs/mesh.md",
              "TlsFiles.standard()",
              MESH_PAGE + "the_settings_for_tls_and_proxy_are_what_the_page_shows"),
          new Known(
              "docs/mesh.md",
              "\"shared_key\"",
              MESH_PAGE + "the_network_of_the_page_is_served_strictly_by_the_command_too"),
          new Known(
              "docs/mesh.md",
              "gpcm mesh serve --network",
              MESH_PAGE + "the_commands_by_hand_work_and_what_they_send_keeps_the_rules"),
          new Known(
              "docs/mesh.md",
              "class OurSystemTest",
              MESH_PAGE + "the_example_of_a_test_passes_and_what_it_sends_keeps_the_rules"),
          new Known("docs/performance.md", "bench/run", BENCHMARKS),
          new Known("docs/report.md", "gpcm report", HERE + "theReportIsMade"),
          new Known("docs/rules.md", "encounter.must", HERE + "theRuleIsOneOfTheRules"),
          new Known("docs/rules.md", "validator-agreement", BENCHMARKS),
          new Known("docs/rules.md", "start-up", BENCHMARKS),
          new Known(
              "docs/security.md", "gpcm node link", HERE + "everyCommandExistsWithItsOptions"),
          new Known(
              "docs/security.md", "gpcm node key make", HERE + "everyCommandExistsWithItsOptions"),
          new Known(
              "docs/sign-in.md",
              "preset: cis2",
              "node/src/test/java/gpcm/node/signin/DocumentedSignInTest.java#theSectionShownIsAConfiguration"),
          new Known(
              "docs/sign-in.md",
              "api-audience:",
              "node/src/test/java/gpcm/node/signin/DocumentedSignInTest.java#theMachinesShownAreAConfiguration"),
          new Known("docs/pds.md", "gpcm pds serve", HERE + "everyCommandExistsWithItsOptions"),
          new Known(
              "docs/pds.md",
              "PdsServerExtension",
              "pds-server/src/test/java/gpcm/pds/testing/PdsServerExtensionTest.java#thePageShowsTheseLines"),
          new Known(
              "docs/sign-in.md", "gpcm oidc serve", HERE + "everyCommandExistsWithItsOptions"),
          new Known("docs/sign-in.md", "\"redirect_uris\"", PERSONAS + "theFilesShownCanBeRead"),
          new Known("docs/sign-in.md", "\"personas\"", PERSONAS + "theFilesShownCanBeRead"),
          new Known(
              "docs/sign-in.md",
              "OidcServerExtension",
              "oidc-server/src/test/java/gpcm/oidc/testing/OidcServerExtensionTest.java#thePageShowsTheseLines"),
          new Known(
              "docs/testbench.md",
              "gpcm testbench receive",
              "cli/src/test/java/gpcm/cli/testbench/TestbenchPageTest.java#theCommandsWorkTogether"),
          new Known(
              "docs/testbench.md",
              "gpcm testbench list",
              "cli/src/test/java/gpcm/cli/testbench/TestbenchPageTest.java#eachCommandForAReceiverWorks"),
          new Known(
              "docs/testbench.md",
              "new SyntheticSender",
              "testbench/src/test/java/gpcm/testbench/SyntheticPairTest.java#thePageShowsTheseLines"),
          new Known(
              "docs/library.md",
              "SendDocument built",
              "testbench/src/test/java/gpcm/testbench/LibraryPageTest.java#thePageShowsTheseLines"),
          new Known(
              "docs/library.md",
              "void send(MeshClient hub",
              "testbench/src/test/java/gpcm/testbench/LibraryPageTest.java#thePageShowsTheseLines"),
          new Known(
              "docs/library.md",
              "void answered(MeshClient hub",
              "testbench/src/test/java/gpcm/testbench/LibraryPageTest.java#thePageShowsTheseLines"),
          new Known("docs/tls.md", "fingerprint:", TLS + "theSettingsThePageShowsAreRead"),
          new Known("docs/tls.md", "proxies:", TLS + "theSettingsThePageShowsAreRead"));

  /** A block of code, fenced or indented by four spaces. */
  private record Block(String page, int line, String text) {}

  /** What the picture says beside the names of rooms. */
  private static final Set<String> PROSE =
      Set.of("v", "for", "suppliers", "tests", "starts", "all", "of", "the", "below");

  /** Nothing depends on them. */
  private static final Set<String> NOT_IN_THE_PICTURE =
      Set.of("bench", "conformance", "report-font-cjk");

  @TempDir private Path folder;

  private static List<String> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> root = Files.list(ROOT)) {
      return Stream.concat(docs, root)
          .filter(file -> file.toString().endsWith(".md"))
          .map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
          .filter(page -> !page.equals("CHANGELOG.md"))
          .sorted()
          .toList();
    }
  }

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (String page : pages()) {
      List<String> lines = Files.readAllLines(ROOT.resolve(page));
      for (int i = 0; i < lines.size(); i++) {
        int first = i;
        List<String> block = new ArrayList<>();
        if (lines.get(i).startsWith("```")) {
          for (i++; !lines.get(i).startsWith("```"); i++) {
            block.add(lines.get(i));
          }
        } else if (lines.get(i).startsWith("    ") && i > 0 && lines.get(i - 1).isBlank()) {
          for (; i < lines.size() && lines.get(i).startsWith("    "); i++) {
            block.add(lines.get(i).substring(4));
          }
        }
        if (!block.isEmpty()) {
          blocks.add(new Block(page, first + 1, String.join("\n", block)));
        }
      }
    }
    return blocks;
  }

  private static List<String> blocks(String page, String text) throws IOException {
    List<String> found =
        blocks().stream()
            .filter(block -> block.page().equals(page) && block.text().contains(text))
            .map(Block::text)
            .toList();
    assertThat(found).as(page + " has no block with " + text).isNotEmpty();
    return found;
  }

  @Test
  void everyBlockBelongsToATest() throws IOException {
    List<Known> unused = new ArrayList<>(KNOWN);
    for (Block block : blocks()) {
      List<Known> fitting =
          KNOWN.stream()
              .filter(one -> one.page().equals(block.page()) && block.text().contains(one.text()))
              .toList();
      assertThat(fitting)
          .as("a test for the block at %s:%d: %s", block.page(), block.line(), block.text())
          .hasSize(1);
      unused.removeAll(fitting);
    }
    assertThat(unused).as("blocks that are there no more").isEmpty();
    for (Known one : KNOWN) {
      String[] place = one.proof().split("#", 2);
      assertThat(Files.readString(ROOT.resolve(place[0])))
          .as(one.proof())
          .contains("void " + place[1] + "(");
    }
  }

  /** A command in the text or in a block. */
  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    Pattern inText = Pattern.compile("`(?:\\./)?gpcm( [^`]*)`");
    Pattern inBlock = Pattern.compile("(?m)^(?:\\./)?gpcm( .*?)(?: +#.*)?$");
    for (String page : pages()) {
      inText
          .matcher(Files.readString(ROOT.resolve(page)))
          .results()
          .map(found -> found.group(1).replace("\\|", "|"))
          .forEach(commands::add);
    }
    for (Block block : blocks()) {
      inBlock
          .matcher(block.text().replaceAll("\\\\\n *", ""))
          .results()
          .map(found -> found.group(1))
          .forEach(commands::add);
    }
    return commands;
  }

  @Test
  void everyCommandExistsWithItsOptions() throws IOException {
    List<String> commands = commands();
    assertThat(commands).hasSizeGreaterThan(30);
    for (String typed : commands) {
      CommandLine command = Main.commandLine();
      boolean named = true;
      for (String word : typed.strip().replaceAll("\"[^\"]*\"", "X").split(" +", 0)) {
        if (named && command.getSubcommands().containsKey(word)) {
          command = command.getSubcommands().get(word);
          continue;
        }
        assertThat(named && !command.getSubcommands().isEmpty() && !word.startsWith("-"))
            .as("%s of gpcm%s is no command", word, typed)
            .isFalse();
        named = false;
        if (word.startsWith("-") && word.length() > 1) {
          Optional<OptionSpec> option =
              Optional.ofNullable(command.getCommandSpec().findOption(word.split("=", 2)[0]));
          assertThat(option).as("an option %s of gpcm%s", word, typed).isPresent();
        }
      }
    }
  }

  @Test
  void theReportIsMade() throws IOException {
    String line = blocks("docs/report.md", "gpcm report").getFirst();
    List<String> words = new ArrayList<>(List.of(line.split(" +")));
    assertThat(words.removeFirst()).isEqualTo("gpcm");
    words.replaceAll(
        word ->
            word.startsWith("examples/")
                ? ROOT.resolve(word).toString()
                : word.endsWith(".pdf") ? folder.resolve(word).toString() : word);
    Commands done = Commands.run(words.toArray(String[]::new));
    assertThat(done.exitCode()).as(done.err()).isZero();
    assertThat(folder.resolve("report.pdf")).isNotEmptyFile();
  }

  @Test
  void theRuleIsOneOfTheRules() throws IOException {
    String line = blocks("docs/rules.md", "encounter.must").getFirst();
    assertThat(
            Files.readString(
                ROOT.resolve("rules/src/main/java/gpcm/rules/catalogue/EncounterRules.java")))
        .contains(line);
  }

  /**
   * What a block leaves out, because the page is about something else there, is the first one's.
   */
  @Test
  void theSettingsOfHandingOverAreRead() throws IOException {
    String whole = blocks("docs/configuration.md", "mailbox-password").getFirst();
    Files.writeString(folder.resolve("patients.jsonl"), "");
    for (String of : List.of("deadline:", "folder:", "webhook:")) {
      Path file =
          Files.writeString(
              folder.resolve("node.yaml"),
              whole + "\n" + blocks("docs/handover.md", of).getFirst() + "\n");
      assertThat(NodeConfiguration.read(file, Map.of()).handOver()).as(of).hasSize(1);
    }
  }

  @Test
  void theSettingsOfAlertsAreRead() throws IOException {
    String whole = blocks("docs/configuration.md", "mailbox-password").getFirst();
    Files.writeString(folder.resolve("patients.jsonl"), "");
    Path file =
        Files.writeString(
            folder.resolve("node.yaml"),
            whole + "\n" + blocks("docs/alerts.md", "alerts:").getFirst() + "\n");
    NodeConfiguration read = NodeConfiguration.read(file, Map.of());
    assertThat(read.alerts().mail()).isPresent();
    assertThat(read.alerts().webhooks()).containsOnlyKeys("A20047");
  }

  @Test
  void aNodeReadsEachFile() throws IOException {
    String whole = blocks("docs/configuration.md", "mailbox-password").getFirst();
    for (String file : List.of("patients.jsonl", "mesh-ca.pem", "node.pem", "node.key")) {
      Files.writeString(folder.resolve(file), "");
    }
    String organisations = whole.substring(whole.indexOf("organisations:"));
    String tls =
        blocks("docs/configuration.md", "certificate:").getFirst()
            + "\n  shared-key: the-key-of-this-mesh-environment\n"
            + organisations;
    String folders = blocks("docs/configuration.md", "transport: folders").getFirst();
    for (String yaml : List.of(whole, tls, folders)) {
      Path file = Files.writeString(folder.resolve("node.yaml"), yaml);
      assertThat(NodeConfiguration.read(file, Map.of()).organisations()).as(yaml).hasSize(1);
    }
  }

  @Test
  void everyBenchmarkExistsWithItsOptions() throws IOException {
    String script = Files.readString(ROOT.resolve("bench/run"));
    Map<String, String> listed =
        Pattern.compile("(?m)^  ([a-z-]+)\\s([^\\n]*(?:\\n {4}[^\\n]*)*)$")
            .matcher(script.substring(script.indexOf("NAMES"), script.lastIndexOf("NAMES")))
            .results()
            .collect(
                Collectors.toMap(one -> one.group(1), one -> one.group(2), (one, same) -> one));
    Set<String> runnable =
        results("(?m)^  ([a-z-]+)\\) main=", script).collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed.keySet()).containsExactlyInAnyOrderElementsOf(runnable);
    List<String> shown = new ArrayList<>();
    for (String page : pages()) {
      results("bench/run ([A-Za-z-]+[^`\\n]*)", Files.readString(ROOT.resolve(page)))
          .forEach(shown::add);
    }
    assertThat(shown).hasSizeGreaterThan(8);
    for (String line : shown) {
      String name = line.split("[ .,;:)]", 2)[0];
      if (name.equals("NAME")) {
        continue;
      }
      assertThat(listed).as("bench/run " + line).containsKey(name);
      results("(--[a-z-]+)", line.split("#", 2)[0])
          .filter(option -> !option.equals("--json"))
          .forEach(option -> assertThat(listed.get(name)).as(line).contains(option));
    }
  }

  private static Stream<String> results(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(one -> one.group(1));
  }

  @Test
  void theBuildKnowsWhatItIsCalledWith() throws IOException {
    String block = blocks("CONTRIBUTING.md", "./mvnw verify").getFirst();
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    Matcher words = Pattern.compile("-pl (\\S+)|-D([a-z.]+)(?:=(\\w+))?").matcher(block);
    List<MatchResult> all = words.results().toList();
    assertThat(all).hasSizeGreaterThan(4);
    for (MatchResult word : all) {
      if (word.group(1) != null) {
        assertThat(pom).contains("<module>" + word.group(1) + "</module>");
      } else if (word.group(2).equals("test")) {
        assertThat(source(word.group(3) + ".java")).isPresent();
      } else if (word.group(2).startsWith("gpcm.")) {
        assertThat(Files.readString(source("HistoriesTest.java").orElseThrow()))
            .contains(word.group(2));
      } else {
        assertThat(pom).contains("<name>" + word.group(2) + "</name>");
      }
    }
  }

  private static Optional<Path> source(String name) throws IOException {
    try (Stream<Path> files =
        Files.find(ROOT.resolve("exchange/src/test"), 10, (file, is) -> file.endsWith(name))) {
      return files.findFirst();
    }
  }

  @Test
  void thePictureShowsTheRooms() throws IOException {
    String picture = blocks("docs/architecture.md", "cli ---").getFirst();
    Set<String> shown =
        results("([a-z]+(?:-[a-z]+)*)", picture.replaceAll("-{2,}", " "))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> rooms =
        results("<module>([a-z-]+)</module>", Files.readString(ROOT.resolve("pom.xml")))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> table =
        results("(?m)^\\| `([a-z-]+)` \\|", Files.readString(ROOT.resolve("docs/architecture.md")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(table).containsAll(rooms);
    for (String word : shown) {
      boolean insideNode = Files.isDirectory(ROOT.resolve("node/src/main/java/gpcm/node/" + word));
      assertThat(rooms.contains(word) || insideNode || PROSE.contains(word)).as(word).isTrue();
    }
    Set<String> unseen = new TreeSet<>(rooms);
    unseen.removeAll(shown);
    assertThat(unseen).as("rooms that others use").isSubsetOf(NOT_IN_THE_PICTURE);
  }
}
