package gpcm.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every exit code that a command's help lists is one that it ends with. */
class ExitCodesTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));

  /** One call for each code; {@code @} stands for the folder of the files below. */
  private static final String CALLS =
      """
      gpcm 0              | --version
      gpcm 1              | validate @/invalid.xml
      gpcm 2              | bogus
      gpcm 70             | build @/good.json -o /dev/full
      gpcm validate 0     | validate @/good.xml
      gpcm validate 1     | validate @/invalid.xml
      gpcm validate 2     | validate @/torn.xml
      gpcm validate 70    | validate @/good.xml -o /dev/full
      gpcm inspect 0      | inspect @/good.xml
      gpcm inspect 2      | inspect @/torn.xml
      gpcm inspect 70     | inspect @/good.xml -o /dev/full
      gpcm build 0        | build @/good.json
      gpcm build 2        | build @/torn.xml
      gpcm build 70       | build @/good.json -o /dev/full
      gpcm respond 0      | respond @/good.xml --code 20013
      gpcm respond 2      | respond @/nowhere.xml --code 20013
      gpcm respond 70     | respond @/good.xml --code 20013 -o /dev/full
      gpcm report 0       | report @/good.json -o @/good.pdf
      gpcm report 2       | report @/torn.xml -o @/torn.pdf
      gpcm report 70      | report @/good.json -o /dev/full
      gpcm requirements 0 | requirements --use-case core
      gpcm requirements 2 | requirements --use-case nonsense
      gpcm node 2         | node --config @/nowhere.yaml
      gpcm node status 2  | node status --url nonsense
      gpcm handover 2     | handover list --url nonsense
      gpcm alerts 2       | alerts list --url nonsense
      gpcm alerts 70      | alerts list --url http://127.0.0.1:1
      gpcm send 2         | send
      gpcm send 70        | send --deleted x --url http://127.0.0.1:1
      gpcm confirm 2      | confirm
      gpcm confirm 70     | confirm x --by Bo --url http://127.0.0.1:1
      gpcm resend 2       | resend
      gpcm resend 70      | resend 0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57 --by Bo --url http://127.0.0.1:1
      gpcm withdraw 2     | withdraw
      gpcm withdraw 70    | withdraw 0b8d4d1e-3c55-4b63-b4df-95dd42ba5d57 --by Bo --reason x --url http://127.0.0.1:1
      gpcm status 2       | status --url nonsense
      gpcm status 70      | status --url http://127.0.0.1:1
      gpcm providers 2    | providers
      gpcm providers 70   | providers --near ZZ99 --url http://127.0.0.1:1
      gpcm handover 70    | handover list --url http://127.0.0.1:1
      gpcm node key make 2 | node key make --config @/nowhere.yaml --name x --scope document.submit
      gpcm node key list 2 | node key list --config @/nowhere.yaml
      gpcm node key withdraw 2 | node key withdraw no-id --config @/nowhere.yaml
      gpcm node link 2    | node link --administrator --config @/nowhere.yaml
      gpcm testbench 0    | testbench list
      gpcm testbench 2    | testbench
      gpcm testbench 3    | testbench send --to=X26ABC2 --url=http://127.0.0.1:1 --timeout=5
      gpcm testbench 6    | testbench send --to=X26ABC2 --url=https://127.0.0.1:1 --ca=@/nowhere.pem
      gpcm audit 2        | audit
      gpcm audit verify 2 | audit verify @/nowhere
      gpcm audit crosscheck 2 | audit crosscheck --config @/nowhere.yaml
      gpcm audit new-origin 2 | audit new-origin --config @/nowhere.yaml --reason lost
      gpcm audit verify-proof 2 | audit verify-proof @/nowhere.tlog-proof --entry @/torn.xml --key log+12345678+AAAA
      gpcm mesh 2         | mesh
      gpcm oidc 0         | oidc --help
      gpcm oidc 2         | oidc
      gpcm oidc 6         | oidc serve --personas @/nowhere.json
      gpcm pds 0          | pds --help
      gpcm pds 2          | pds
      gpcm pds 6          | pds serve --application key=@/nowhere.json
      gpcm mesh 6         | mesh serve --port 0 --data @/good.xml
      gpcm demo 2         | demo --port x
      gpcm demo 2         | demo --port 65536
      gpcm demo 2         | demo --port -1
      gpcm demo 2         | demo --transport pigeons
      gpcm demo 2         | demo --wait -1
      gpcm demo 2         | demo --wait x
      gpcm demo 2         | demo --bogus
      gpcm demo 2         | demo once
      gpcm demo 2         | demo --once --data-folder @/good.xml
      """;

  /** Those that need more than files: the class and method that show them. */
  private static final Map<String, String> ELSEWHERE =
      Map.ofEntries(
          entry("gpcm 69", "LauncherTest#withoutAJdkItSaysWhatIsMissing"),
          entry("gpcm validate 3", "message/CrashedRuleReportTest#itHasAnExitCodeOfItsOwn"),
          entry("gpcm demo 0", "node/DemoProcessTest#everyDocumentIsCompleted"),
          entry("gpcm demo 1", "node/DemoProcessTest#aDocumentThatIsNotCompletedInTimeIsOne"),
          entry("gpcm demo 70", "node/DemoProcessTest#aPortThatIsTakenIsToldBeforeAnythingStarts"),
          entry(
              "gpcm node 0",
              "node/NodeProcessTest#inALogForMachinesEveryLineIsAnObjectWithItsMessageWrittenOut"),
          entry("gpcm node 3", "node/NodeProcessTest#outOfMemoryEndsTheProcessWithALineThatSaysSo"),
          entry(
              "gpcm node 70",
              "node/NodeProcessTest#inALogForMachinesEveryLineIsAnObjectWithItsMessageWrittenOut"),
          entry("gpcm node status 0", "node/NodeProcessTest#statusPrintsWhoWorksAndWhatWaits"),
          entry("gpcm node status 1", "node/NodeStatusCommandTest#whatIsNotWellIsOne"),
          entry("gpcm node status 70", "node/NodeProcessTest#statusOfANodeThatIsNotThereSaysSo"),
          entry(
              "gpcm alerts 0", "node/AlertsCommandTest#whatIsOpenIsListedTakenCommentedAndClosed"),
          entry(
              "gpcm providers 0",
              "node/ProvidersCommandTest#eachIsALineAndWhatComesFromTheRegisterStaysText"),
          entry("gpcm providers 1", "node/ProvidersCommandTest#noneIsOne"),
          entry("gpcm send 0", "node/SendCommandTest#whatIsRecordedWaitsForItsTimeAndSaysWhy"),
          entry("gpcm send 1", "node/SendCommandTest#whatIsNotToBeSentIsKeptAndSaid"),
          entry("gpcm confirm 0", "node/SendCommandTest#whatWaitsForAWordIsConfirmed"),
          entry("gpcm resend 0", "node/SendCommandTest#whatFailedIsSentAgain"),
          entry("gpcm resend 1", "node/ManyDocumentsTest#whereNoneMatchesNothingIsHandedToAnybody"),
          entry("gpcm status 0", "node/StatusCommandTest#theOutboxIsToldByItsViews"),
          entry("gpcm status 1", "node/SendCommandTest#whatFailedIsSentAgain"),
          entry("gpcm withdraw 0", "node/SendCommandTest#whatHasNotLeftIsWithdrawn"),
          entry("gpcm withdraw 1", "node/ManyDocumentsTest#withoutYesTheyAreOnlyCounted"),
          entry("gpcm handover 0", "node/HandOverCommandTest#whatWaitsIsListedSavedAndAccepted"),
          entry(
              "gpcm node key make 0",
              "node/KeyCommandTest#aKeyIsMadeListedWithoutItsSecretAndWithdrawn"),
          entry(
              "gpcm node key list 0",
              "node/KeyCommandTest#aKeyIsMadeListedWithoutItsSecretAndWithdrawn"),
          entry(
              "gpcm node key withdraw 0",
              "node/KeyCommandTest#aKeyIsMadeListedWithoutItsSecretAndWithdrawn"),
          entry(
              "gpcm node storage 0",
              "node/StorageCommandTest#whatThereIsIsShownAndDestructionIsStoppedAndAllowed"),
          entry(
              "gpcm node storage 2",
              "node/StorageCommandTest#whoStopsOrAllowsItSaysWhyAndDoesOneOfTheTwo"),
          entry("gpcm node storage 70", "node/StorageCommandTest#aDatabaseThatIsNotThereIsSeventy"),
          entry("gpcm node link 0", "node/KeyCommandTest#theFirstAdministratorGetsALink"),
          entry("gpcm node key make 70", "node/KeyCommandTest#aDatabaseThatIsNotThereIsSeventy"),
          entry("gpcm node key list 70", "node/KeyCommandTest#aDatabaseThatIsNotThereIsSeventy"),
          entry(
              "gpcm node key withdraw 70", "node/KeyCommandTest#aDatabaseThatIsNotThereIsSeventy"),
          entry("gpcm node link 70", "node/KeyCommandTest#aDatabaseThatIsNotThereIsSeventy"),
          entry("gpcm testbench 1", "testbench/TestbenchTest#aMissingAnswerIsTold"),
          entry("gpcm mesh 0", "mesh/MeshCommandTest#fileGoesFromOneMailboxToAnother"),
          entry("gpcm mesh 1", "mesh/MeshCommandTest#exitCodesSayWhatToDoNext"),
          entry("gpcm mesh 3", "mesh/MeshCommandTest#exitCodesSayWhatToDoNext"),
          entry(
              "gpcm mesh 4",
              "mesh/MeshCommandTest#sendThatMayHaveBeenAcceptedEndsWithFourAndItsLocalId"),
          entry("gpcm mesh 5", "mesh/MeshCommandTest#uploadThatBreaksOffEndsWithFiveAndIsResumed"),
          entry("gpcm mesh 6", "mesh/MeshCommandTest#exitCodesSayWhatToDoNext"),
          entry("gpcm audit verify 0", "audit/AuditCommandTest#aLogThatFitsIsZero"),
          entry(
              "gpcm audit verify 1",
              "audit/AuditCommandTest#aLogThatDoesNotFitIsOneAndNamesTheEntry"),
          entry(
              "gpcm audit export 0",
              "audit/LogCommandsTest#entriesGoToAFileAndThatIsAnEntryByTheUserOfTheMachine"),
          entry(
              "gpcm audit export 2",
              "audit/LogCommandsTest#aCallThatIsNoneIsOneLineAndLeavesNoEntry"),
          entry("gpcm audit export 70", "audit/LogCommandsTest#aNodeThatNeverRanHasNoDatabase"),
          entry(
              "gpcm audit search 0",
              "audit/LogCommandsTest#whoLookedAtAPatientIsAskedByAFileAndAnsweredInSentences"),
          entry(
              "gpcm audit search 2",
              "audit/LogCommandsTest#aCallThatIsNoneIsOneLineAndLeavesNoEntry"),
          entry("gpcm audit crosscheck 0", "audit/LogCommandsTest#whatHasNoEntryIsOneAndNamed"),
          entry("gpcm audit crosscheck 1", "audit/LogCommandsTest#whatHasNoEntryIsOneAndNamed"),
          entry("gpcm audit crosscheck 70", "audit/LogCommandsTest#aNodeThatNeverRanHasNoDatabase"),
          entry(
              "gpcm audit new-origin 0",
              "audit/LogCommandsTest#aLogWhoseKeyWasLostIsBegunAnewAndVerifiedAcrossBoth"),
          entry(
              "gpcm audit new-origin 70",
              "audit/LogCommandsTest#aLogWhoseKeyWasLostIsBegunAnewAndVerifiedAcrossBoth"),
          entry("gpcm audit search 70", "audit/LogCommandsTest#aNodeThatNeverRanHasNoDatabase"),
          entry("gpcm audit prove 0", "audit/AuditCommandTest#anEntryIsProvedByTwoSmallFiles"),
          entry("gpcm audit prove 2", "audit/AuditCommandTest#anEntryThatIsNotThereIsTwo"),
          entry(
              "gpcm audit verify-proof 0", "audit/AuditCommandTest#anEntryIsProvedByTwoSmallFiles"),
          entry("gpcm audit verify-proof 1", "audit/AuditCommandTest#aProofOfAnotherEntryIsOne"));

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Path json = folder.resolve("good.json");
    Files.copy(ROOT.resolve("examples/consultation-summary.json"), json);
    Files.copy(
        ROOT.resolve("examples/consultation-summary-throat.txt"),
        folder.resolve("consultation-summary-throat.txt"));
    Path xml = folder.resolve("good.xml");
    assertThat(Commands.run("build", json.toString(), "-o", xml.toString()).exitCode()).isZero();
    String good = Files.readString(xml);
    Files.writeString(
        folder.resolve("invalid.xml"), good.replace("<birthDate value=\"1957-01-09\"/>", ""));
    Files.writeString(folder.resolve("torn.xml"), good.substring(0, 2_000));
  }

  @Test
  void eachIsWhatTheCommandEndsWith() {
    CALLS
        .lines()
        .forEach(
            line -> {
              String[] parts = line.split("\\|", 2);
              String code = parts[0].strip();
              Commands done =
                  Commands.run(parts[1].strip().replace("@", folder.toString()).split(" +"));
              assertThat(done.exitCode())
                  .as(line + System.lineSeparator() + done.err())
                  .isEqualTo(Integer.parseInt(code.substring(code.lastIndexOf(' ') + 1)));
              assertThat(done.err()).doesNotContain("\tat ").doesNotContain("Exception", "java.");
            });
  }

  @Test
  void noneIsListedThatNoTestShows() throws IOException {
    Set<String> shown = new TreeSet<>();
    CALLS.lines().forEach(line -> shown.add(line.split("\\|", 2)[0].strip()));
    for (Map.Entry<String, String> proof : ELSEWHERE.entrySet()) {
      String[] place = proof.getValue().split("#", 2);
      assertThat(Files.readString(ROOT.resolve("cli/src/test/java/gpcm/cli/" + place[0] + ".java")))
          .contains("void " + place[1] + "(");
      shown.add(proof.getKey());
    }
    Set<String> listed = new TreeSet<>();
    list(Main.commandLine(), listed);
    assertThat(shown).containsAll(listed);
  }

  private static void list(CommandLine command, Set<String> listed) {
    String name = command.getCommandSpec().qualifiedName();
    if (name.startsWith("gpcm mesh ")) {
      return; // the group's own codes hold for each
    }
    command
        .getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .keySet()
        .forEach(code -> listed.add(name + " " + code));
    command.getSubcommands().values().forEach(sub -> list(sub, listed));
  }
}
