package gpcm.node.config;

import gpcm.consultation.OdsCode;
import gpcm.node.store.DatabaseSettings;
import gpcm.report.ReportSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Everything a node is told, checked. Read from one YAML file; each key can be given by an
 * environment variable instead, {@code GPCM_NODE_} and the key in capitals. Unknown keys and
 * unknown variables are refused. Immutable; secrets hide themselves in its text form.
 *
 * <p>All keys: docs/configuration.md.
 *
 * @param dataFolder where the node keeps what is not in its database
 * @param name what the operator calls the node
 * @param environment what people call the environment that it belongs to, such as {@code
 *     integration}; empty where nobody has said
 * @param database which PostgreSQL it uses
 * @param http where it is served
 * @param mesh the way to MESH
 * @param organisations whom it works for
 * @param signIn how people sign in
 * @param sending how documents are sent
 * @param receiving what is accepted on receipt
 * @param scanning who looks for malware in attachments
 * @param report how reports look
 * @param log how the log is written
 * @param audit how the audit log is sealed
 * @param coded what is done with coded entries
 * @param handOver how what is received gets to record systems
 * @param pds where patients are looked up before documents are sent
 * @param alerts by what ways alerts can leave the node
 * @param runBy the organisations whose operators and administrators run all of it, and are shown
 *     the figures of every organisation; where there are none, everybody is shown their own
 * @param loaded what of this was written where; empty when a program has put it together
 */
public record NodeConfiguration(
    Path dataFolder,
    String name,
    Optional<String> environment,
    DatabaseSettings database,
    HttpSettings http,
    MeshSettings mesh,
    List<OrganisationSettings> organisations,
    SignInSettings signIn,
    SendingSettings sending,
    ReceivingSettings receiving,
    ScanningSettings scanning,
    ReportSettings report,
    LogSettings log,
    AuditSettings audit,
    CodedSettings coded,
    List<HandOverSettings> handOver,
    Optional<PdsSettings> pds,
    AlertSettings alerts,
    List<OdsCode> runBy,
    Optional<LoadedSettings> loaded) {

  private static final int MAX_BYTES = 1 << 20;

  public NodeConfiguration {
    organisations = List.copyOf(organisations);
    handOver = List.copyOf(handOver);
    runBy = List.copyOf(runBy);
  }

  /**
   * A node with the usual settings and a name of its own, on the bundled database.
   *
   * @param dataFolder where it keeps everything
   * @param mesh the way to MESH
   * @param organisations whom it works for
   */
  public static NodeConfiguration of(
      Path dataFolder, MeshSettings mesh, List<OrganisationSettings> organisations) {
    return new NodeConfiguration(
        dataFolder,
        ConfigurationReader.nameOfItsOwn(),
        Optional.empty(),
        DatabaseSettings.bundled(),
        HttpSettings.defaults(),
        mesh,
        organisations,
        SignInSettings.none(),
        SendingSettings.defaults(),
        ReceivingSettings.defaults(),
        ScanningSettings.off(),
        ReportSettings.defaults(),
        LogSettings.defaults(),
        AuditSettings.defaults(),
        CodedSettings.defaults(),
        List.of(),
        Optional.empty(),
        AlertSettings.none(),
        List.of(),
        Optional.empty());
  }

  /** The same, in an environment that people call so. */
  public NodeConfiguration in(String other) {
    return but(changed -> changed.environment = Optional.of(other));
  }

  /** The same on another database. */
  public NodeConfiguration with(DatabaseSettings other) {
    return but(changed -> changed.database = other);
  }

  /** The same, served in another way. */
  public NodeConfiguration with(HttpSettings other) {
    return but(changed -> changed.http = other);
  }

  /** The same, whose people sign in in another way. */
  public NodeConfiguration with(SignInSettings other) {
    return but(changed -> changed.signIn = other);
  }

  /** The same, sending in another way. */
  public NodeConfiguration with(SendingSettings other) {
    return but(changed -> changed.sending = other);
  }

  /** The same, accepting other things. */
  public NodeConfiguration with(ReceivingSettings other) {
    return but(changed -> changed.receiving = other);
  }

  /** The same, scanning attachments in another way. */
  public NodeConfiguration with(ScanningSettings other) {
    return but(changed -> changed.scanning = other);
  }

  /** The same, sealing its audit log in another way. */
  public NodeConfiguration with(AuditSettings other) {
    return but(changed -> changed.audit = other);
  }

  /** The same, doing something else with coded entries. */
  public NodeConfiguration with(CodedSettings other) {
    return but(changed -> changed.coded = other);
  }

  /** The same, handing over in another way. */
  public NodeConfiguration with(List<HandOverSettings> other) {
    return but(changed -> changed.handOver = other);
  }

  /** The same, where patients are looked up at this service. */
  public NodeConfiguration with(PdsSettings other) {
    return but(changed -> changed.pds = Optional.of(other));
  }

  /** The same, whose alerts can leave it by other ways. */
  public NodeConfiguration with(AlertSettings other) {
    return but(changed -> changed.alerts = other);
  }

  /** The same, run by people of these organisations, by their ODS codes. */
  public NodeConfiguration runBy(String... organisations) {
    return but(changed -> changed.runBy = Stream.of(organisations).map(OdsCode::new).toList());
  }

  private NodeConfiguration but(Consumer<Changed> change) {
    Changed changed = new Changed(this);
    change.accept(changed);
    return changed.made();
  }

  /** What can be another in a copy; every component is handed on in one place. */
  private static final class Changed {
    private final NodeConfiguration from;
    private Optional<String> environment;
    private DatabaseSettings database;
    private HttpSettings http;
    private SignInSettings signIn;
    private SendingSettings sending;
    private ReceivingSettings receiving;
    private ScanningSettings scanning;
    private AuditSettings audit;
    private CodedSettings coded;
    private List<HandOverSettings> handOver;
    private Optional<PdsSettings> pds;
    private AlertSettings alerts;
    private List<OdsCode> runBy;

    Changed(NodeConfiguration from) {
      this.from = from;
      this.environment = from.environment;
      this.database = from.database;
      this.http = from.http;
      this.signIn = from.signIn;
      this.sending = from.sending;
      this.receiving = from.receiving;
      this.scanning = from.scanning;
      this.audit = from.audit;
      this.coded = from.coded;
      this.handOver = from.handOver;
      this.pds = from.pds;
      this.alerts = from.alerts;
      this.runBy = from.runBy;
    }

    NodeConfiguration made() {
      return new NodeConfiguration(
          from.dataFolder,
          from.name,
          environment,
          database,
          http,
          from.mesh,
          from.organisations,
          signIn,
          sending,
          receiving,
          scanning,
          from.report,
          from.log,
          audit,
          coded,
          handOver,
          pds,
          alerts,
          runBy,
          Optional.empty());
    }
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
    ConfigurationSource source = new ConfigurationSource(absolute.getParent(), environment);
    NodeConfiguration configuration =
        ConfigurationReader.read(new SectionReader(source, "", load(absolute)));
    source.refuseUnknownVariables();
    if (!source.problems().isEmpty()) {
      throw new ConfigurationException("configuration " + file, source.problems());
    }
    return configuration.loadedAs(source.loaded());
  }

  private NodeConfiguration loadedAs(LoadedSettings written) {
    return new NodeConfiguration(
        dataFolder,
        name,
        environment,
        database,
        http,
        mesh,
        organisations,
        signIn,
        sending,
        receiving,
        scanning,
        report,
        log,
        audit,
        coded,
        handOver,
        pds,
        alerts,
        runBy,
        Optional.of(written));
  }

  /** What it says, key by key and without secrets, each with where it was written. */
  public LoadedSettings settings() {
    return loaded.orElseGet(() -> LoadedSettings.of(this));
  }

  /**
   * Twelve hexadecimal digits that two nodes have in common which were told the same about all but
   * themselves: their name and folder, where they are served and how they log.
   */
  public String digest() {
    return LoadedSettings.digest(this);
  }

  /** Every scalar stays the text it is: no octal numbers, no "no" that becomes false, no dates. */
  private static Map<?, ?> load(Path file) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file.getFileName().toString())
            .setSchema(new TextSchema())
            .setAllowDuplicateKeys(false)
            .setAllowRecursiveKeys(false)
            .setAllowNonScalarKeys(false)
            .setMaxAliasesForCollections(10)
            .setCodePointLimit(MAX_BYTES)
            .build();
    try {
      Iterator<Object> documents = new Load(settings).loadAllFromString(text(file)).iterator();
      Object loaded = documents.hasNext() ? documents.next() : "";
      if (documents.hasNext()) {
        throw refused(file, "more than one document", "remove the lines '---' between them");
      }
      if ("".equals(loaded)) {
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
      throw refused(file, unreadable(file, e), "check the path and the rights");
    } catch (StackOverflowError e) {
      throw refused(file, "nested too deeply", "settings are at most four levels deep");
    }
  }

  private static String unreadable(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "not there";
      case AccessDeniedException denied -> "not readable by this user";
      case IOException any when Files.isDirectory(file) -> "a folder";
      default -> "not readable: " + e.getMessage();
    };
  }

  /**
   * Text is all there is; the library's own schema of that kind fails where a file says nothing.
   */
  private static final class TextSchema extends FailsafeSchema {
    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
      return Map.of(Tag.NULL, nothing -> "");
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
