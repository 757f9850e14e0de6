package gpcm.node.config;

import gpcm.report.ReportSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Everything a node is told, checked. Read from one YAML file; each key can be given by an
 * environment variable instead, {@code GPCM_} and the key in capitals. Unknown keys and unknown
 * variables are refused. Immutable; secrets hide themselves in its text form.
 *
 * <p>All keys: docs/configuration.md.
 */
public record NodeConfiguration(
    Path dataFolder,
    DatabaseSettings database,
    HttpSettings http,
    MeshSettings mesh,
    List<OrganisationSettings> organisations,
    SendingSettings sending,
    ReceivingSettings receiving,
    ReportSettings report,
    LogSettings log) {

  private static final int MAX_BYTES = 1 << 20;

  public NodeConfiguration {
    organisations = List.copyOf(organisations);
  }

  /**
   * Reads a configuration.
   *
   * @param file the YAML file, in UTF-8, at most 1 MiB; relative paths in it are taken from its
   *     folder
   * @param environment the environment variables, usually {@link System#getenv()}
   * @throws ConfigurationException naming everything that is wrong with it
   */
  public static NodeConfiguration read(Path file, Map<String, String> environment) {
    Path absolute = file.toAbsolutePath();
    Reading reading = new Reading(environment);
    SectionReader root = new SectionReader(reading, "", load(absolute));
    NodeConfiguration configuration = new ConfigurationReader(absolute.getParent()).read(root);
    reading.refuseUnknownVariables();
    if (!reading.problems().isEmpty()) {
      throw new ConfigurationException("configuration " + file, reading.problems());
    }
    return configuration;
  }

  /** Every scalar stays the text it is: no octal numbers, no "no" that becomes false, no dates. */
  private static Map<?, ?> load(Path file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.getFileName().toString())
            .setSchema(new FailsafeSchema())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setAllowNonScalarKeys(false)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(MAX_BYTES)
            .build();
    try {
      Object loaded = new Load(settings).loadFromString(text(file));
      if (loaded == null || "".equals(loaded)) {
        return Map.of();
      }
      if (loaded instanceof Map<?, ?> map) {
        return map;
      }
      throw refused(
          file, "not keys and values", "the file must have one key a line, like data-folder: data");
    } catch (YamlEngineException e) {
      throw refused(file, "not readable as YAML: " + where(e), "correct the place named");
    } catch (CharacterCodingException e) {
      throw refused(file, "not UTF-8", "save it as UTF-8");
    } catch (IOException e) {
      throw refused(file, "not readable: " + e, "check the path and the rights");
    } catch (StackOverflowError e) {
      throw refused(file, "nested too deeply", "settings are at most three levels deep");
    }
  }

  /** Without the library's excerpt of the file: the line may hold a password. */
  private static String where(YamlEngineException e) {
    return e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()
        ? "line %d, column %d"
            .formatted(
                marked.getProblemMark().get().getLine() + 1,
                marked.getProblemMark().get().getColumn() + 1)
        : "beyond the limits of a configuration";
  }

  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static ConfigurationException refused(Path file, String found, String rule) {
    return new ConfigurationException(
        "configuration " + file,
        List.of(new ConfigurationProblem(file.getFileName().toString(), found, rule)));
  }
}
