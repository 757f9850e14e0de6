package gpcm.cli.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import gpcm.cli.terminal.FailureMessage;
import gpcm.cli.terminal.JsonOutput;
import gpcm.cli.terminal.StrangersText;
import gpcm.mesh.MeshAmbiguous;
import gpcm.mesh.MeshClient;
import gpcm.mesh.MeshException;
import gpcm.mesh.MeshMailboxRefused;
import gpcm.mesh.MeshRefused;
import gpcm.mesh.MeshUnavailable;
import gpcm.mesh.MeshUnreadable;
import gpcm.mesh.MeshUploadInterrupted;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What all commands that call a server share: the client, the two forms of output, the exit codes.
 */
abstract class MeshCall implements Callable<Integer> {

  @Mixin Connection connection;
  @Spec private CommandSpec spec;

  /** Does the call; what it finds goes to {@link #print}. */
  abstract void call(MeshClient mesh) throws IOException;

  /**
   * Looks before anything is asked of MESH whether the command can do its work.
   *
   * @throws ParameterException when it was used wrongly
   */
  void check() throws IOException {}

  /** Changes to the client that only this command's options make. */
  MeshClient.Builder prepare(MeshClient.Builder client) {
    return client;
  }

  @Override
  public final Integer call() {
    try {
      check();
      try (MeshClient mesh = prepare(connection.client()).build()) {
        call(mesh);
        return 0;
      }
    } catch (MeshException e) {
      return failed(exitCode(e), words(e), details(e));
    } catch (Unknown e) {
      return failed(1, e.getMessage(), Map.of());
    } catch (IllegalArgumentException | UncheckedIOException | IOException e) {
      return failed(6, FailureMessage.text(e), Map.of());
    }
  }

  /** The command line is wrong: a line that says how, and exit code 2. */
  final ParameterException misused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  /** What MESH's client says, and the next step where nothing listens on this machine. */
  private String words(MeshException e) {
    return e instanceof MeshUnavailable && connection.isLocal()
        ? e.getMessage() + " A local one is started by gpcm mesh serve."
        : e.getMessage();
  }

  /** Text of others without what a terminal would obey. */
  static String plain(Object text) {
    return StrangersText.plain(String.valueOf(text));
  }

  /** MESH answered that it has no such thing. */
  static final class Unknown extends RuntimeException {
    Unknown(String reason) {
      super(reason);
    }
  }

  private static int exitCode(MeshException e) {
    return switch (e) {
      case MeshRefused refused -> 1;
      case MeshMailboxRefused refused -> 1;
      case MeshUnreadable unreadable -> 1;
      case MeshUnavailable unavailable -> 3;
      case MeshAmbiguous ambiguous -> 4;
      case MeshUploadInterrupted interrupted -> 5;
    };
  }

  /** What a program needs to go on from here. */
  private static Map<String, Object> details(MeshException e) {
    return switch (e) {
      case MeshRefused refused ->
          object(
              "status", refused.status(),
              "event", refused.event(),
              "code", refused.code(),
              "description", refused.description());
      case MeshMailboxRefused refused ->
          object(
              "status", refused.status().orElse(0),
              "reason", refused.reason().name().toLowerCase(Locale.ROOT));
      case MeshAmbiguous ambiguous -> object("localId", ambiguous.localId());
      case MeshUploadInterrupted interrupted ->
          object(
              "messageId", interrupted.progress().messageId(),
              "deliveredChunks", interrupted.progress().delivered(),
              "totalChunks", interrupted.progress().totalChunks());
      case MeshUnreadable unreadable -> object("messageId", unreadable.headers().messageId());
      case MeshUnavailable unavailable -> Map.of();
    };
  }

  private int failed(int code, String reason, Map<String, Object> details) {
    if (connection.json) {
      Map<String, Object> object = object("error", reason, "exitCode", code);
      object.putAll(details);
      out().println(write(object));
    }
    spec.commandLine().getErr().println(reason);
    return code;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Prints the object when JSON is asked for, else the text. */
  void print(String text, Map<String, Object> object) {
    out().println(connection.json ? write(object) : text);
    out().flush();
  }

  private static String write(Object value) {
    try {
      return JsonOutput.text(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The result can't be written as JSON", e);
    }
  }

  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
