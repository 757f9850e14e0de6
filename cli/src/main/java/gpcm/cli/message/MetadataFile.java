package gpcm.cli.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import gpcm.cli.terminal.FailureMessage;
import gpcm.mesh.MexHeader;
import gpcm.mesh.folder.ControlFile;
import gpcm.rules.MeshMetadata;
import gpcm.rules.MeshMetadata.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What travelled beside a message, from a file: a control file of the MESH file client, or the
 * headers of the MESH API as a JSON object of texts. What bears a message's id has been through
 * MESH, which replaces a patient's address by a mailbox; without one it is what a sender gives.
 */
final class MetadataFile {
  private static final int LONGEST = 256 * 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private static final List<String> HEADERS =
      List.of(
          MexHeader.FROM,
          MexHeader.TO,
          MexHeader.WORKFLOW_ID,
          MexHeader.SUBJECT,
          MexHeader.LOCAL_ID,
          MexHeader.MESSAGE_ID);

  private MetadataFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException saying what is wrong with it and what is expected
   */
  static MeshMetadata read(Path file) {
    try (InputStream in = MessageFile.open(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new IllegalArgumentException("it has more than " + LONGEST + " bytes");
      }
      return isJson(bytes) ? headers(JSON.readTree(bytes)) : controlFile(ControlFile.read(bytes));
    } catch (JsonProcessingException e) {
      throw refused(
          file,
          "it is no JSON: line %d, column %d: %s"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr(), fault(e)),
          e);
    } catch (IllegalArgumentException e) {
      throw refused(file, e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "The metadata cannot be read: " + FailureMessage.text(e), e);
    }
  }

  // The parser's own words speak of its settings.
  private static String fault(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "it ends before it is whole";
    }
    return e.getOriginalMessage().startsWith("Duplicate ")
        ? "a name is there twice"
        : "something stands there that JSON has no place for";
  }

  private static IllegalArgumentException refused(Path file, String why, Exception cause) {
    return new IllegalArgumentException(
        "%s is no MESH metadata: %s; give a .ctl file, or the headers as {\"Mex-To\": \"...\"}"
            .formatted(file, why),
        cause);
  }

  private static boolean isJson(byte[] bytes) {
    for (byte one : bytes) {
      if (one == '{' || one == '[') {
        return true;
      }
      if (one == '<') {
        return false;
      }
    }
    return true;
  }

  private static MeshMetadata controlFile(ControlFile file) {
    return of(
        Channel.CONTROL_FILE,
        Optional.of(file.field("From_DTS")),
        file.field("To_DTS"),
        file.field("WorkflowId"),
        file.field("Subject"),
        file.field("LocalId"),
        file.field("DTSId"));
  }

  private static MeshMetadata headers(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("it is no JSON object");
    }
    Map<String, String> values = new HashMap<>();
    json.properties()
        .forEach(
            field -> {
              String name = field.getKey().toLowerCase(Locale.ROOT);
              if (HEADERS.contains(name) && !field.getValue().isTextual()) {
                throw new IllegalArgumentException(field.getKey() + " must be a text");
              }
              if (HEADERS.contains(name)
                  && values.put(name, field.getValue().asText().strip()) != null) {
                throw new IllegalArgumentException(field.getKey() + " is there twice");
              }
            });
    if (values.isEmpty()) {
      throw new IllegalArgumentException("it has none of the headers Mex-To, Mex-Subject, ...");
    }
    return of(
        Channel.API,
        // A sender need not give it: MESH knows the mailbox from the token.
        Optional.ofNullable(values.get(MexHeader.FROM)),
        values.getOrDefault(MexHeader.TO, ""),
        values.getOrDefault(MexHeader.WORKFLOW_ID, ""),
        values.getOrDefault(MexHeader.SUBJECT, ""),
        values.getOrDefault(MexHeader.LOCAL_ID, ""),
        values.getOrDefault(MexHeader.MESSAGE_ID, ""));
  }

  private static MeshMetadata of(
      Channel channel,
      Optional<String> from,
      String to,
      String workflowId,
      String subject,
      String localId,
      String messageId) {
    return messageId.isEmpty()
        ? new MeshMetadata(
            channel, from, Optional.of(to), workflowId, subject, localId, Optional.empty())
        : MeshMetadata.received(channel, from.orElse(""), to, workflowId, subject, localId);
  }
}
