package gpcm.cli.message;

import static org.assertj.core.api.Assertions.assertThat;

import gpcm.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is no Send Document message is named by the commands, and nobody is told to relabel it. */
class OtherKindsTest {
  @TempDir private Path folder;
  private String message;

  @BeforeEach
  void build() throws IOException {
    Path example =
        Path.of(System.getProperty("project.root", ".."), "examples/consultation-summary.json");
    Path file = folder.resolve("message.xml");
    Commands built = Commands.run("build", "--input", example.toString(), "-o", file.toString());
    assertThat(built.exitCode()).as(built.err()).isZero();
    message = Files.readString(file);
  }

  @Test
  void anUpdateRecordMessageIsNamed() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("update-record.xml"),
            message
                .replace("ITK007C", "ITK014M")
                .replace(
                    "ITK-GPConnectSendDocument-MessageDefinition-1",
                    "ITK-GPConnectUpdateRecord-MessageDefinition-1")
                .replace("SendDocument-ConsultationReport", "SendDocument-Generic"));

    assertThat(Commands.run("inspect", file.toString()).out())
        .contains("a message of the kind Update Record (event ITK014M)")
        .doesNotContain("generic");
    Commands validated = Commands.run("validate", file.toString());
    assertThat(validated.exitCode()).isEqualTo(1);
    assertThat(validated.out())
        .contains("a message of the kind Update Record (event ITK014M)")
        .contains("ask whoever sends it")
        .contains("10004");
  }

  @Test
  void aDocumentWithoutAMessageAroundItIsNamed() throws IOException {
    String document =
        message
                .substring(
                    message.indexOf("<Bundle", message.indexOf("<Bundle") + 1),
                    message.lastIndexOf("</Bundle>", message.lastIndexOf("</Bundle>") - 1))
                .replaceFirst("<Bundle>", "<Bundle xmlns=\"http://hl7.org/fhir\">")
            + "</Bundle>";
    Path file = Files.writeString(folder.resolve("document.xml"), document);

    Commands validated = Commands.run("validate", file.toString());

    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.out())
        .contains("a FHIR document (Bundle.type 'document') without an ITK3 message around it")
        .contains("Ask whoever sends it to send it inside a message");
  }
}
