package gpcm.node.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The way to MESH.
 *
 * @param http how the node speaks to MESH itself; empty when MESH file clients carry the messages
 *     between MESH and the organisations' folders
 * @param pollInterval how long to wait between looks into an inbox
 * @param holdFirst how long a mailbox that MESH refuses is left alone at first; doubled each time
 *     it is refused again
 * @param holdLongest the longest such pause
 */
public record MeshSettings(
    Optional<MeshHttpSettings> http,
    Duration pollInterval,
    Duration holdFirst,
    Duration holdLongest) {
  private static final Duration USUAL_POLL_INTERVAL = Duration.ofMinutes(5);
  private static final Duration USUAL_HOLD_FIRST = Duration.ofMinutes(1);
  private static final Duration USUAL_HOLD_LONGEST = Duration.ofMinutes(15);

  /** The node speaks to this MESH server itself. */
  public static MeshSettings over(MeshHttpSettings http) {
    return new MeshSettings(
        Optional.of(http), USUAL_POLL_INTERVAL, USUAL_HOLD_FIRST, USUAL_HOLD_LONGEST);
  }

  /** MESH file clients carry the messages. */
  public static MeshSettings throughFolders() {
    return new MeshSettings(
        Optional.empty(), USUAL_POLL_INTERVAL, USUAL_HOLD_FIRST, USUAL_HOLD_LONGEST);
  }

  /** The same, looking into each inbox so often. */
  public MeshSettings pollingEvery(Duration interval) {
    return new MeshSettings(http, interval, holdFirst, holdLongest);
  }

  /** The same with other pauses for a mailbox that MESH refuses. */
  public MeshSettings holding(Duration first, Duration longest) {
    return new MeshSettings(http, pollInterval, first, longest);
  }

  /** Who speaks to MESH. */
  private enum Way {
    HTTP,
    FOLDERS
  }

  static MeshSettings read(SectionReader section) {
    Way way = section.value("transport", ValueFormat.oneOf(Way.class), Way.HTTP);
    SectionReader.Condition overHttp =
        new SectionReader.Condition("with mesh.transport http", way == Way.HTTP);
    MeshHttpSettings http = MeshHttpSettings.read(section, overHttp);
    Duration pollInterval =
        section.value(
            "poll-interval",
            ValueFormat.duration(Duration.ofMillis(50), Duration.ofDays(1)),
            USUAL_POLL_INTERVAL);
    ValueFormat<Duration> pause = ValueFormat.duration(Duration.ofMillis(50), Duration.ofDays(1));
    Duration holdFirst = section.value("hold-first", pause, USUAL_HOLD_FIRST);
    Duration holdLongest = section.value("hold-longest", pause, USUAL_HOLD_LONGEST);
    for (String key : List.of("hold-first", "hold-longest")) {
      section.refuseUnless(overHttp, key);
    }
    section.requireOrder("hold-first", holdFirst, "hold-longest", holdLongest);
    section.refuseUnknownKeys();
    return new MeshSettings(
        overHttp.holds() ? Optional.of(http) : Optional.empty(),
        pollInterval,
        holdFirst,
        holdLongest);
  }
}
