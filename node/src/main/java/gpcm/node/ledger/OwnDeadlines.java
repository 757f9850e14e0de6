package gpcm.node.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import gpcm.exchange.Deadline;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The deadlines that an organisation has set itself, as the database keeps them. */
public final class OwnDeadlines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OwnDeadlines() {}

  /**
   * What a row says.
   *
   * @param jsonOrNull null where the organisation has set nothing
   */
  public static Map<Deadline, Duration> of(String jsonOrNull) {
    if (jsonOrNull == null) {
      return Map.of();
    }
    Map<Deadline, Duration> all = new EnumMap<>(Deadline.class);
    try {
      // A name that a newer version has written says nothing here.
      JSON.readTree(jsonOrNull)
          .properties()
          .forEach(
              each ->
                  Deadline.of(each.getKey())
                      .ifPresent(
                          deadline ->
                              all.put(deadline, Duration.ofSeconds(each.getValue().longValue()))));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database's own JSON can always be read", e);
    }
    return all;
  }

  /** As a row keeps them. */
  public static String json(Map<Deadline, Duration> all) {
    Map<String, Long> seconds = new TreeMap<>();
    all.forEach((deadline, time) -> seconds.put(deadline.text(), time.toSeconds()));
    return JSON.valueToTree(seconds).toString();
  }
}
