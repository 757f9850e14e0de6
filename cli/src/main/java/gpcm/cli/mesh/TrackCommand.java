package gpcm.cli.mesh;

import gpcm.mesh.LocalIdTracking;
import gpcm.mesh.MeshClient;
import gpcm.mesh.Tracking;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "track",
    description = "See what became of a message that this mailbox sent",
    mixinStandardHelpOptions = true)
final class TrackCommand extends MeshCall {
  @Parameters(paramLabel = "ID", description = "message id, or the local id with --local")
  private String id;

  @Option(names = "--local", description = "the id is the sender's own")
  private boolean local;

  @Override
  void call(MeshClient mesh) {
    Optional<Tracking> found = local ? byLocalId(mesh) : mesh.track(id);
    if (found.isEmpty()) {
      throw new Unknown("This mailbox sent no message " + id);
    }
    StringBuilder text = new StringBuilder();
    Map<String, String> fields = new TreeMap<>();
    found.get().all().forEach((name, value) -> fields.put(name(name), value));
    fields.forEach((name, value) -> text.append(String.format("%-22s %s%n", name, plain(value))));
    print(text.toString().stripTrailing(), new LinkedHashMap<>(fields));
  }

  /** One spelling for what the two versions of the API spell differently. */
  private static String name(String field) {
    if (field.equals("filename")) {
      return "fileName";
    }
    return Pattern.compile("_([a-z])")
        .matcher(field)
        .replaceAll(next -> next.group(1).toUpperCase(Locale.ROOT));
  }

  private Optional<Tracking> byLocalId(MeshClient mesh) {
    return switch (mesh.trackLocalId(id)) {
      case LocalIdTracking.Found(Tracking message) -> Optional.of(message);
      case LocalIdTracking.NotFound() -> Optional.empty();
      case LocalIdTracking.Several() ->
          throw new Unknown(
              "More than one message has the local id " + id + "; track by message id");
    };
  }
}
